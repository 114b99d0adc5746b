/** Families as the ledger has them: what walks ask of them and write of them. */
import type { Json } from '../../base/json.ts'
import type { ChildRow } from '../../ledger/family-rows.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { FamilyEnd, Part } from '../../pipeline/part.ts'
import type { Walk } from '../walk.ts'
import { type Inheritance, inherit } from './inherit.ts'

/** What a walk needs to be split, to be a part, and to be put together again. */
export interface FamilyAccess {
  /** Gives a part the names that it takes over. */
  inherit(walk: Walk): Promise<void>
  /** Absent while a step has made no parts of the item. */
  state(walk: Walk, split: number): Promise<{ readonly isComplete: boolean; readonly open: number } | undefined>
  /** Writes all parts down, ignoring those that are there. Resolves with an id that another item has. */
  expand(walk: Walk, expansion: Expansion): Promise<string | undefined>
  /** What became of the parts. */
  end(walk: Walk, split: number): Promise<FamilyEnd>
}

export interface Expansion {
  /** Index of the step. */
  readonly split: number
  /** A merge puts them together again. */
  readonly inner: boolean
  readonly parts: readonly Part[]
  readonly inheritance: Inheritance
}

export interface FamilySetting {
  readonly ledger: Ledger
  readonly batch: number
  /** One chunk of parts, behind everything that the walk has made so far. Resolves when it is durable. */
  readonly write: (walk: Walk, chunk: FamilyChunk) => Promise<{ readonly inserted: number; readonly taken?: string | undefined }>
  /** So many new items stand before this step. */
  readonly onParts: (step: number, count: number) => void
}

export interface FamilyChunk {
  readonly born: number
  readonly inner: boolean
  readonly names?: string
  readonly children: readonly { readonly id: string; readonly data: string; readonly sizeBytes: number }[]
  readonly from: number
  readonly done: boolean
}

const partsAtOnce = 5_000
/** Parts of one item are mostly walked together: so many items' names are kept in memory. */
const mostKept = 16
const rowsAtOnce = 1_000
const mostFailures = 3

export class FamilyLedger implements FamilyAccess {
  readonly #setting: FamilySetting
  /** Newest last. */
  readonly #kept = new Map<string, Promise<Inheritance>>()

  constructor(setting: FamilySetting) {
    this.#setting = setting
  }

  async inherit(walk: Walk): Promise<void> {
    const { birth } = walk.ready
    if (birth !== undefined) inherit(walk, await this.#inheritance(birth.parent, birth.born))
  }

  state({ ready }: Walk, split: number) {
    const { ledger, batch } = this.#setting
    return ledger.read({ get: 'family', batch, seq: ready.seq, born: split })
  }

  async expand(walk: Walk, { split, inner, parts, inheritance }: Expansion): Promise<string | undefined> {
    const { write, onParts } = this.#setting
    for (let from = 0; from < parts.length; from += partsAtOnce) {
      const children = parts.slice(from, from + partsAtOnce).map((part) => childOf(walk, part))
      const names = from === 0 ? { names: JSON.stringify(inheritance) } : {}
      const done = from + partsAtOnce >= parts.length
      const { inserted, taken } = await write(walk, { born: split, inner, ...names, children, from, done })
      onParts(split + 1, inserted)
      if (taken !== undefined) return taken
    }
    return undefined
  }

  async end(walk: Walk, split: number): Promise<FamilyEnd> {
    const { ledger, batch } = this.#setting
    const results: Json[] = []
    const failures: string[] = []
    const counts = { succeeded: 0, skipped: 0, failed: 0 }
    let after = -1
    for (;;) {
      const rows = await ledger.read({ get: 'children', batch, seq: walk.ready.seq, born: split, after, limit: rowsAtOnce })
      for (const row of rows) {
        const kind = kindOf(row)
        counts[kind] += 1
        if (kind === 'succeeded') results.push(await this.#value(row))
        if (kind === 'failed' && failures.length < mostFailures) failures.push(failureText(row))
      }
      const last = rows.at(-1)
      if (last === undefined || rows.length < rowsAtOnce)
        return { results, failures, ...counts, total: counts.succeeded + counts.skipped + counts.failed }
      after = last.index
    }
  }

  async #value({ value, blob }: ChildRow): Promise<Json> {
    const text = blob === undefined ? value : await this.#setting.ledger.read({ get: 'blob', sha256: blob })
    return JSON.parse(text ?? 'null') as Json // the ledger keeps JSON text
  }

  #inheritance(parent: number, born: number): Promise<Inheritance> {
    const key = `${parent} ${born}`
    const found = this.#kept.get(key) ?? this.#read(parent, born)
    this.#kept.delete(key)
    this.#kept.set(key, found)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    return found
  }

  async #read(parent: number, born: number): Promise<Inheritance> {
    const { ledger, batch } = this.#setting
    const text = await ledger.read({ get: 'family-names', batch, seq: parent, born })
    if (text === undefined) throw new Error(`the names that the parts of item ${parent} take over are not in the ledger`)
    return JSON.parse(text) as Inheritance // written by `expand`
  }
}

function childOf({ item }: Walk, { id, data }: Part): FamilyChunk['children'][number] {
  const text = JSON.stringify(data)
  return { id: `${item.id}/${id}`, data: text, sizeBytes: Buffer.byteLength(text) }
}

function kindOf({ state }: ChildRow): 'succeeded' | 'skipped' | 'failed' {
  return state === 'succeeded' || state === 'skipped' ? state : 'failed'
}

function failureText({ id, state, code, reason }: ChildRow): string {
  return [id, code ?? state, reason].filter((piece) => piece !== undefined).join(': ')
}
