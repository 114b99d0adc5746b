/** Who waits for whom, as far as it can be known before the start: nobody may wait for ever. */
import { type DependencyAsk, type IdBook, linkItems } from '../pipeline/dependency-graph.ts'
import { fitsPattern } from '../pipeline/id-pattern.ts'
import type { SourceEntry } from '../sources/source.ts'

export class DependencyPlan {
  readonly #ids: string[] = []
  readonly #places = new Map<string, number>()
  readonly #asks: DependencyAsk[] = []

  /** Of two entries with one id, the first is the one that others wait for. */
  add(entry: SourceEntry): void {
    const item = this.#ids.length
    this.#ids.push(entry.id)
    if (!this.#places.has(entry.id)) this.#places.set(entry.id, item)
    if (entry.kind === 'broken') return
    for (const { on, onFailure } of entry.dependsOn ?? []) this.#asks.push({ item, on, onFailure })
  }

  /** Call when all entries were added. Throws UsageError DEPENDENCY_MISSING, DEPENDENCY_CYCLE or DEPENDENCY_COUNT. */
  check(): void {
    const ids = this.#ids
    const book: IdBook = {
      size: ids.length,
      find: (id) => this.#places.get(id),
      matching: (pattern) => ids.flatMap((id, item) => (fitsPattern(id, pattern) ? [item] : [])),
      idOf: (item) => ids[item] ?? '',
      some: () => ids.slice(0, mostSuggestions),
    }
    linkItems(book, this.#asks)
  }
}

const mostSuggestions = 10_000
