/**
 * The logs folder of a batch: audit.ndjson (every attempt), errors.log (every failure with its stack), and on request
 * one line and one JSON file per failed item. All are projections of the attempt rows, in the order they were committed.
 */
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { errorCode } from '../base/errors.ts'
import { every } from '../engine/every.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AttemptRecord } from '../ledger/rows.ts'
import { safeName } from '../pipeline/safe-name.ts'
import { LogFile } from './log-file.ts'
import { auditLine, errorEntry, errorJson, failureLine } from './log-lines.ts'

export interface LogsSetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly folder: string
  readonly stepNames: readonly string[]
  /** File name for one line per failed item. */
  readonly failures: string | undefined
  /** Folder for one JSON per failed item. Absolute. */
  readonly errorOutput: string | undefined
  readonly clock: Clock
}

interface OpenLog {
  readonly sink: string
  readonly file: LogFile
  readonly line: (record: AttemptRecord, stepNames: readonly string[]) => string
}

const recordsAtOnce = 2_000
const lookMs = 1_000
/** More than this many are not kept in memory between two looks: they are read back. */
const mostHeard = 20_000

export class BatchLogs {
  readonly #setting: LogsSetting
  readonly #logs: readonly OpenLog[]
  #cursor: number
  /** What was heard since the last look, in the order of rowids. */
  #heard: AttemptRecord[] = []

  private constructor(setting: LogsSetting, logs: readonly OpenLog[], cursor: number) {
    this.#setting = setting
    this.#logs = logs
    this.#cursor = cursor
  }

  static async open(setting: LogsSetting): Promise<BatchLogs> {
    const { ledger, batch, folder, failures } = setting
    const wanted = [
      { sink: 'log:audit', name: 'audit.ndjson', line: auditLine, goesOn: true },
      { sink: 'log:errors', name: 'errors.log', line: errorEntry, goesOn: true },
      ...(failures === undefined ? [] : [{ sink: 'log:failures', name: failures, line: failureLine, goesOn: false }]),
    ]
    const places = await Promise.all(wanted.map(({ sink }) => ledger.read({ get: 'projection', batch, sink })))
    const cursor = places[0]?.cursor ?? 0
    const open = wanted.map(async ({ sink, name, line, goesOn }, index): Promise<OpenLog> => {
      const path = join(folder, name)
      const offset = places[index]?.offset ?? (goesOn ? await sizeOf(path) : 0)
      return { sink, line, file: await LogFile.open(path, offset) }
    })
    const logs = await Promise.all(open)
    // Where this batch begins in each file is known before its first line, so that a crash cannot make it guess.
    await ledger.commit(logs.map(({ sink, file }) => ({ op: 'projected', batch, sink, cursor, offset: file.offset }) as const))
    return new BatchLogs(setting, logs, cursor)
  }

  /** Follows the batch until the signal aborts. */
  follow(signal: AbortSignal): Promise<void> {
    return every({ clock: this.#setting.clock, ms: lookMs, signal }, () => this.#look())
  }

  /** Attempts that the ledger has just taken. To read each of them back would cost the ledger as much as to write it. */
  hear(records: readonly AttemptRecord[]): void {
    // What is dropped here shows as a gap.
    if (this.#heard.length >= mostHeard) this.#heard = []
    this.#heard.push(...records)
  }

  /** Brings the logs up to the last attempt. */
  async catchUp(): Promise<void> {
    await this.#appendHeard()
    await this.#readUpTo(Number.POSITIVE_INFINITY)
  }

  /** Where nothing was heard there may still be rows that no walk has made. */
  async #look(): Promise<void> {
    if (this.#heard.length === 0) await this.#readUpTo(Number.POSITIVE_INFINITY)
    else await this.#appendHeard()
  }

  /** What was heard, where it follows the cursor without a gap; else the same from the ledger, which has all of it. */
  async #appendHeard(): Promise<void> {
    const after = this.#cursor
    const heard = this.#heard.filter(({ rowid }) => rowid > after).sort((a, b) => a.rowid - b.rowid)
    this.#heard = []
    const last = heard.at(-1)
    if (last === undefined) return
    if (heard.every(({ rowid }, index) => rowid === after + index + 1)) await this.#append(heard, last.rowid)
    else await this.#readUpTo(last.rowid)
  }

  async #readUpTo(rowid: number): Promise<void> {
    const { ledger, batch } = this.#setting
    while (this.#cursor < rowid) {
      const records = await ledger.read({ get: 'attempts', batch, after: this.#cursor, limit: recordsAtOnce })
      const last = records.at(-1)
      if (last === undefined) return
      await this.#append(records, last.rowid)
    }
  }

  get folder(): string {
    return this.#setting.folder
  }

  async close(): Promise<void> {
    for (const { file } of this.#logs) await file.close()
  }

  async #append(records: readonly AttemptRecord[], cursor: number): Promise<void> {
    const { ledger, batch, stepNames, errorOutput } = this.#setting
    const failed = records.filter(({ outcome }) => outcome === 'failed')
    if (errorOutput !== undefined) for (const record of failed) await this.#writeError(record, errorOutput)
    const offsets = await Promise.all(
      this.#logs.map(({ file, line }) => file.append(records.map((record) => line(record, stepNames)).join(''))),
    )
    const committed = this.#logs.map(
      ({ sink }, index) => ({ op: 'projected', batch, sink, cursor, offset: offsets[index] ?? 0 }) as const,
    )
    await ledger.commit(committed)
    this.#cursor = cursor
  }

  async #writeError(record: AttemptRecord, folder: string): Promise<void> {
    await mkdir(folder, { recursive: true })
    const name = safeName(`${record.itemId.replaceAll('/', '__')}.json`)
    await writeFile(join(folder, name), errorJson(record, this.#setting.stepNames))
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return 0
    throw thrown
  }
}
