/** Allowances of one ledger: kept beside the batches whose attempts use them. */
import type { Ledger } from '../ledger/ledger.ts'
import { type AllowanceChange, type AllowanceState, type AllowanceStore, type KeptAllowance, untouched } from './allowance.ts'

export interface LedgerAllowanceSetting {
  readonly ledger: Ledger
  readonly batch: number
  /** Tells one boot of the machine from another. */
  readonly boot: string
}

/** The owner of the ledger is the only one who uses them: what was read once is known, and changes go one after another. */
export class LedgerAllowances implements AllowanceStore {
  readonly #setting: LedgerAllowanceSetting
  readonly #known = new Map<string, KeptAllowance>()

  constructor(setting: LedgerAllowanceSetting) {
    this.#setting = setting
  }

  /** Reads what is kept of these. */
  async open(names: readonly string[]): Promise<void> {
    const { ledger, boot } = this.#setting
    for (const name of names) {
      const row = await ledger.read({ get: 'limit', name })
      if (row !== undefined) this.#known.set(name, { state: readState(row.state), isForeign: row.boot !== boot })
    }
  }

  async update<Answer>(name: string, change: AllowanceChange<Answer>): Promise<Answer> {
    const { ledger, batch, boot } = this.#setting
    const { state, answer } = change(this.#known.get(name) ?? { state: untouched, isForeign: false })
    if (state === undefined) return answer
    this.#known.set(name, { state, isForeign: false })
    await ledger.commit([{ op: 'keep-limit', batch, name, state: JSON.stringify(state), boot }])
    return answer
  }
}

export function readState(text: string): AllowanceState {
  return { ...untouched, ...(JSON.parse(text) as Partial<AllowanceState>) } // written as one
}
