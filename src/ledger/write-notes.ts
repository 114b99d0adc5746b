/** Verbs beside the items: stamps, projections, events, and what other processes ask of the owner. */
import { packHash } from './codes.ts'
import type { AddEvent, AnswerControl, AskControl, KeepStamp, Projected } from './note-ops.ts'
import type { AnswerOf } from './ops.ts'
import type { Store } from './store.ts'
import type { Writer } from './writer.ts'

export function keepStamp({ store }: Writer, { stamp }: KeepStamp): undefined {
  store.run(
    'INSERT OR REPLACE INTO stamp VALUES (?, ?, ?, ?, ?, ?)',
    stamp.path,
    stamp.sizeBytes,
    stamp.mtimeMs,
    stamp.ctimeMs,
    stamp.inode,
    packHash(stamp.sha256),
  )
}

export function projected(writer: Writer, { batch, sink, cursor, offset }: Projected): undefined {
  writer.batch(batch)
  writer.store.run('INSERT OR REPLACE INTO projection VALUES (?, ?, ?, ?)', batch, sink, cursor, offset)
}

export function addEvent(writer: Writer, { batch, at, type, body }: AddEvent): undefined {
  writer.batch(batch)
  writer.store.run('INSERT INTO event (batch, at, type, body) VALUES (?, ?, ?, ?)', batch, at, type, body)
}

export function askControl({ store }: Writer, op: Omit<AskControl, 'op'>): AnswerOf<AskControl> {
  return { control: insertControl(store, op) }
}

/** Also for a process that does not own the ledger: asking changes nothing but this one table. */
export function insertControl(store: Store, { batch, verb, args, at }: Omit<AskControl, 'op'>): number {
  return store.insert('INSERT INTO control (batch, verb, args, at) VALUES (?, ?, ?, ?)', batch, verb, args, at)
}

export function answerControl({ store }: Writer, { control, answer, at }: AnswerControl): undefined {
  store.run('UPDATE control SET applied = ?, answer = ? WHERE id = ?', at, answer, control)
}
