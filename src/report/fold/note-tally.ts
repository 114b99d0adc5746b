/** What steps noted about their work (pixels, decoder …), summed up: numbers by their range, words by how often. */
import type { JsonObject } from '../../base/json.ts'

export interface NumberNote {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

export interface Notes {
  readonly numbers: Readonly<Record<string, NumberNote>>
  readonly words: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const mostNames = 40
const mostWords = 20
const longestWord = 60

export class NoteTally {
  readonly #numbers = new Map<string, NumberNote>()
  readonly #words = new Map<string, Map<string, number>>()

  add(notes: JsonObject): void {
    for (const [name, value] of Object.entries(notes)) {
      if (typeof value === 'number') this.#addNumber(name, value)
      if (typeof value === 'boolean') this.#addWord(name, String(value))
      if (typeof value === 'string' && value.length <= longestWord) this.#addWord(name, value)
    }
  }

  get notes(): Notes {
    const words = [...this.#words].map(([name, counts]) => [name, Object.fromEntries(counts)])
    return { numbers: Object.fromEntries(this.#numbers), words: Object.fromEntries(words) }
  }

  #addNumber(name: string, value: number): void {
    const known = this.#numbers.get(name)
    if (!known && this.#numbers.size >= mostNames) return
    const { count, sum, min, max } = known ?? { count: 0, sum: 0, min: value, max: value }
    this.#numbers.set(name, { count: count + 1, sum: sum + value, min: Math.min(min, value), max: Math.max(max, value) })
  }

  /** Names with more than 20 different words are names of things, not kinds: the further ones count as `…`. */
  #addWord(name: string, word: string): void {
    const counts = this.#words.get(name) ?? new Map<string, number>()
    if (!this.#words.has(name) && this.#words.size >= mostNames) return
    this.#words.set(name, counts)
    const key = counts.has(word) || counts.size < mostWords ? word : '…'
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
}
