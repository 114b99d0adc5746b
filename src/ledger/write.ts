import type { AnswerOf, LedgerOp } from './ops.ts'
import { adoptBatch, noteSession, openBatch, setBatchState } from './write-batch.ts'
import { claim, deliverForBatch } from './write-claim.ts'
import { expand } from './write-family.ts'
import { ingest } from './write-ingest.ts'
import { keep, settle, start } from './write-item.ts'
import { keepLimit } from './write-limit.ts'
import { cancelPending, reopen, unpark } from './write-many.ts'
import { addEvent, answerControl, askControl, keepStamp, projected } from './write-notes.ts'
import { decide } from './write-result.ts'
import type { Writer } from './writer.ts'

/** Garbage is collected over several transactions, by `collect-garbage.ts`. */
export type TransactionOp = Exclude<LedgerOp, { readonly op: 'collect-garbage' }>

type Verbs = { readonly [Op in TransactionOp as Op['op']]: (writer: Writer, op: Op) => AnswerOf<Op> }

const verbs: Verbs = {
  'open-batch': openBatch,
  'adopt-batch': adoptBatch,
  ingest,
  start,
  keep,
  settle,
  expand,
  unpark,
  claim,
  deliver: deliverForBatch,
  'keep-stamp': keepStamp,
  projected,
  'batch-state': setBatchState,
  'cancel-pending': cancelPending,
  reopen,
  decide,
  'ask-control': askControl,
  'answer-control': answerControl,
  event: addEvent,
  'keep-limit': keepLimit,
  session: noteSession,
}

/** Writes one op within the running transaction. */
export function write(writer: Writer, op: TransactionOp): AnswerOf<LedgerOp> {
  // The table pairs every op with the verb of the same name; the compiler cannot follow a union through an index.
  const verb = verbs[op.op] as (writer: Writer, op: TransactionOp) => AnswerOf<LedgerOp>
  return verb(writer, op)
}
