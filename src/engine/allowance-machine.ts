/** Allowances that every process of this machine shares: one SQLite file in the user's state folder. */
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../base/clock.ts'
import { errorCode, toError, UsageError } from '../base/errors.ts'
import { Store } from '../ledger/store.ts'
import { type AllowanceChange, type AllowanceStore, type KeptAllowance, untouched } from './allowance.ts'
import { readState } from './allowance-ledger.ts'
import type { Soon } from './soon.ts'

export interface MachineAllowanceSetting {
  /** @default `$XDG_STATE_HOME/millrace`, or `~/.local/state/millrace` */
  readonly folder?: string
  readonly boot: string
  readonly clock: Clock
}

/** Others hold the file for far less than a millisecond: this loop must not stand still for one that was stopped. */
const busyMs = 20
const againMs = 50

export class MachineAllowances implements AllowanceStore {
  readonly #store: Store
  readonly #boot: string
  readonly #clock: Clock

  constructor({ folder = stateFolder(), boot, clock }: MachineAllowanceSetting) {
    this.#store = openStore(folder)
    this.#boot = boot
    this.#clock = clock
  }

  /** At once, unless another process holds the file. */
  update<Answer>(name: string, change: AllowanceChange<Answer>): Soon<Answer> {
    try {
      return this.#change(name, change)
    } catch (thrown) {
      if (!isBusy(thrown)) throw thrown
      return this.#clock.sleep(againMs).then(() => this.update(name, change))
    }
  }

  close(): void {
    this.#store.close()
  }

  #change<Answer>(name: string, change: AllowanceChange<Answer>): Answer {
    this.#store.exec('BEGIN IMMEDIATE')
    try {
      const { state, answer } = change(this.#kept(name))
      if (state !== undefined)
        this.#store.run('INSERT OR REPLACE INTO "limit" VALUES (?, ?, ?)', name, JSON.stringify(state), this.#boot)
      this.#store.exec('COMMIT')
      return answer
    } catch (thrown) {
      if (this.#store.isInTransaction) this.#store.exec('ROLLBACK')
      throw thrown
    }
  }

  #kept(name: string): KeptAllowance {
    const row = this.#store.get<{ state: string; boot: string }>('SELECT state, boot FROM "limit" WHERE name = ?', name)
    if (row === undefined) return { state: untouched, isForeign: false }
    return { state: readState(row.state), isForeign: row.boot !== this.#boot }
  }
}

export function stateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'millrace')
}

/** What is written survives a kill of this process; after a power cut every window waits once anyway, so nothing is synced. */
function openStore(folder: string): Store {
  try {
    mkdirSync(folder, { recursive: true })
    const db = new DatabaseSync(join(folder, 'limits.db'), { timeout: 5_000 })
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
    db.exec('CREATE TABLE IF NOT EXISTS "limit" (name TEXT PRIMARY KEY, state TEXT NOT NULL, boot TEXT NOT NULL) WITHOUT ROWID')
    db.exec(`PRAGMA busy_timeout = ${busyMs}`)
    return new Store(db)
  } catch (cause) {
    throw new UsageError('LIMITS_FILE', `Cannot keep limits with \`scope: machine\` in ${folder}: ${toError(cause).message}.`, {
      cause,
      fix: 'Make the folder writable, or name another state folder with XDG_STATE_HOME.',
    })
  }
}

function isBusy(thrown: unknown): boolean {
  return errorCode(thrown) === 'ERR_SQLITE_ERROR' && /locked|busy/i.test(toError(thrown).message)
}
