/** Finds where the values of a TOML document stand. The document is known to be valid: this decides nothing. */
import { type Path, type SourceText, SpanPlaces } from './places.ts'

const text = /"""(?:[^\\]|\\.)*?"{3,5}|'''.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/sy
const bare = /[^\s,[\]{}#=]+(?:[ T]\d\d:[^\s,\]}#]*)?/y
const keyPart = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+/y
const blank = /(?:[ \t\r\n]+|#[^\n]*)*/y

export function tomlPlaces(source: SourceText): SpanPlaces {
  const finder = new TomlPlaces(source)
  finder.document()
  return finder.places
}

class TomlPlaces {
  readonly places: SpanPlaces
  readonly #source: SourceText
  /** How many tables of each `[[list]]` there are so far. */
  readonly #lists = new Map<string, number>()
  #at = 0

  constructor(source: SourceText) {
    this.#source = source
    this.places = new SpanPlaces(source)
  }

  document(): void {
    let table: Path = []
    this.#token(blank)
    while (this.#at < this.#source.text.length) {
      const before = this.#at
      if (this.#source.text[this.#at] === '[') table = this.#header()
      else this.#pair(table)
      this.#token(blank)
      if (this.#at === before) return
    }
  }

  #header(): Path {
    const start = this.#at
    const isList = this.#token(/\[\[?[ \t]*/y).startsWith('[[')
    const keys = this.#keys()
    this.#token(/[ \t]*\]\]?/y)
    const last = keys.at(-1) ?? ''
    const holder = this.#resolved(keys.slice(0, -1))
    const path = isList ? this.#nextEntry([...holder, last]) : this.#resolved(keys)
    this.places.add(path, { key: start, start, end: this.#at })
    return path
  }

  /** The newest entry of every list on the way: that is what a header below it means. */
  #resolved(keys: readonly string[]): Path {
    const path: (string | number)[] = []
    for (const key of keys) {
      path.push(key)
      const count = this.#lists.get(JSON.stringify(path))
      if (count !== undefined) path.push(count - 1)
    }
    return path
  }

  #nextEntry(list: Path): Path {
    const name = JSON.stringify(list)
    const index = this.#lists.get(name) ?? 0
    this.#lists.set(name, index + 1)
    return [...list, index]
  }

  #pair(table: Path): void {
    const key = this.#at
    const path = [...table, ...this.#keys()]
    this.#token(/[ \t]*=/y)
    this.#value(path, key)
  }

  #keys(): readonly string[] {
    const keys = [unquoted(this.#token(keyPart))]
    while (this.#token(/[ \t]*\.[ \t]*/y) !== '') keys.push(unquoted(this.#token(keyPart)))
    return keys
  }

  #value(path: Path, key?: number): void {
    this.#token(blank)
    const start = this.#at
    const first = this.#source.text[start]
    if (first === '[') this.#entries(']', (index) => this.#value([...path, index]))
    else if (first === '{') this.#entries('}', () => this.#pair(path))
    else if (this.#token(text) === '') this.#token(bare)
    this.places.add(path, { key: key ?? start, start, end: this.#at })
  }

  #entries(close: string, entry: (index: number) => void): void {
    this.#at += 1
    this.#token(blank)
    for (let index = 0; this.#at < this.#source.text.length && this.#source.text[this.#at] !== close; index++) {
      const before = this.#at
      entry(index)
      this.#token(blank)
      this.#token(/,/y)
      this.#token(blank)
      if (this.#at === before) return
    }
    this.#at += 1
  }

  #token(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source.text)?.[0] ?? ''
    this.#at += found.length
    return found
  }
}

function unquoted(key: string): string {
  if (!key.startsWith('"')) return key.replaceAll("'", '')
  try {
    return String(JSON.parse(key))
  } catch {
    return key // only TOML knows this escape: the place is that of the table
  }
}
