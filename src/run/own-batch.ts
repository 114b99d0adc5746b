/** Makes this process the owner of a batch: of a new one, or of one that came to rest or lost its owner. */
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { LedgerError, toError, UsageError } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { NewSession } from '../ledger/ops.ts'
import type { BatchRow, NewBatch } from '../ledger/rows.ts'
import { openLedger } from '../ledger/sqlite.ts'
import type { ThreadLedger } from '../ledger/thread-ledger.ts'
import { safeName } from '../pipeline/safe-name.ts'
import { codeVersions } from '../setup/code-versions.ts'
import type { FoundBatch } from '../setup/find-batch.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import type { BatchRequest, ContinueRequest } from '../setup/request.ts'
import { toJson } from '../setup/stored-pipeline.ts'
import { killOrphans } from '../system/orphans.ts'
import { bootId } from '../system/usage.ts'
import { chooseRetry } from './retry-choice.ts'

export interface OwnedBatch {
  readonly ledger: Ledger
  readonly row: BatchRow
  /** Number of this session of the batch, from 1. */
  readonly session: number
  /** Active time of the sessions before. */
  readonly earlierMs: number
  /** The session before did not come to its end. */
  readonly isWary: boolean
}

export function ledgerFile({
  folder,
  name,
  ledger,
}: {
  readonly folder: string
  readonly name: string
  readonly ledger?: string | undefined
}): string {
  return ledger === undefined
    ? join(folder, '.millrace', `${safeName(name.replaceAll(/[\\/]/g, '_'))}.db`)
    : resolve(folder, ledger)
}

/** `thread`: of the ledger, where it has been started already. */
export async function ownNew(prepared: PreparedBatch, request: BatchRequest, thread?: ThreadLedger): Promise<OwnedBatch> {
  const { pipeline, folder } = prepared
  const file = ledgerFile({ folder, name: pipeline.name, ledger: request.ledger })
  const ledger = await openLedger({ file, durability: pipeline.options.durability, wait: request.wait ?? false, thread })
  try {
    const [{ batch }] = await ledger.commit([{ op: 'open-batch', batch: newBatch(prepared), session: newSession() }])
    return { ledger, row: await rowOf(ledger, batch), session: 1, earlierMs: 0, isWary: false }
  } catch (thrown) {
    await ledger.close()
    throw thrown
  }
}

export interface OwnAgain {
  /** `retry`: failed items run again. */
  readonly reopen: boolean
  /** Of the ledger, where it has been started already. */
  readonly thread?: ThreadLedger
}

export async function ownAgain({ file, row }: FoundBatch, request: ContinueRequest, how: OwnAgain): Promise<OwnedBatch> {
  const { reopen, thread } = how
  const ledger = await openLedger({ file, durability: 'full', wait: request.wait ?? false, thread })
  try {
    refuseEnded(await rowOf(ledger, row.batch), reopen)
    const reopened = reopen ? await chooseRetry(ledger, row.batch, request) : undefined
    await killOrphans(row.name)
    await ledger.commit([{ op: 'adopt-batch', batch: row.batch, session: newSession() }])
    if (reopened !== undefined) await ledger.commit([reopened])
    const sessions = await ledger.read({ get: 'sessions', batch: row.batch })
    const earlierMs = sessions.reduce((sum, { started, ended = started }) => sum + ended - started, 0)
    return {
      ledger,
      row: await rowOf(ledger, row.batch),
      session: sessions.length,
      earlierMs,
      isWary: sessions.at(-2)?.ended === undefined,
    }
  } catch (thrown) {
    await ledger.close()
    throw thrown
  }
}

/** The batch could not begin after all: says why in the ledger, and gives it back. */
export async function giveUp({ ledger, row }: OwnedBatch, thrown: unknown): Promise<void> {
  const at = systemClock.wall()
  await ledger.commit([{ op: 'batch-state', batch: row.batch, state: 'failed', reason: toError(thrown).message, ended: at }])
  await ledger.close()
}

function newBatch(prepared: PreparedBatch): NewBatch {
  const { name, pipeline, steps, places, source } = prepared
  return {
    name,
    pipeline: pipeline.name,
    pipelineJson: toJson(pipeline),
    optionsJson: JSON.stringify({ ...pipeline.options, envelope: source.envelope }),
    codeJson: JSON.stringify(codeVersions(prepared)),
    stepNames: steps.map(({ definition }) => definition.name),
    startsAfterIngest: pipeline.options.watch === undefined && (pipeline.options.order !== 'given' || source.hasOrder === true),
    outputRoot: places.root,
    created: systemClock.wall(),
  }
}

function newSession(): NewSession {
  return { pid: process.pid, host: hostname(), boot: bootId(), at: systemClock.wall() }
}

async function rowOf(ledger: Ledger, batch: number): Promise<BatchRow> {
  const row = await ledger.read({ get: 'batch', batch })
  if (row === undefined) throw new LedgerError('BATCH_MISSING', `The ledger has no batch number ${batch}.`)
  return row
}

function refuseEnded({ name, state }: BatchRow, reopen: boolean): void {
  if (state === 'cancelled')
    throw new UsageError('BATCH_CANCELLED', `${name} was cancelled.`, {
      fix: 'Start a new one with `millrace run`: what was done is reused.',
    })
  if (state !== 'completed' || reopen) return
  throw new UsageError('BATCH_COMPLETED', `${name} is complete, there is nothing to resume.`, {
    fix: '`millrace retry` runs its failed items again.',
  })
}
