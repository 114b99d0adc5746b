/** JSON, with the place of every value. The platform's parser judges the text; this only finds the places. */
import { toError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import type { ParsedText } from './parse-text.ts'
import { type Path, type SourceText, SpanPlaces } from './places.ts'
import { broken, refuseDepth, refuseDuplicate, refuseKey, refuseNumber } from './safe-key.ts'

export function parseJson(source: SourceText): ParsedText {
  refuseNesting(source)
  const value = parse(source)
  const finder = new JsonPlaces(source)
  finder.value([], 0)
  return { value, places: finder.places }
}

/** The platform's parser has no limit of depth. */
function refuseNesting(source: SourceText): void {
  let depth = 0
  for (const match of source.text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs)) {
    if (match[0] === '[' || match[0] === '{') depth += 1
    if (match[0] === ']' || match[0] === '}') depth -= 1
    refuseDepth(depth, source, match.index)
  }
}

function parse(source: SourceText): Json {
  try {
    return JSON.parse(source.text) as Json // what JSON.parse gives is JSON
  } catch (thrown) {
    const { message } = toError(thrown)
    const reason = message.replace(/(?: in JSON)? at position.*$/s, '').replace(/,? *(?:"|\.\.\.).* is not valid JSON$/s, '')
    throw broken({ code: 'JSON_SYNTAX', message: `Cannot read this JSON: ${reason}.` }, source, readableLength(source.text))
  }
}

/** How much of broken text could still become JSON. The platform tells the position of some errors only. */
function readableLength(text: string): number {
  let [readable, broken] = [0, text.length + 1]
  while (broken - readable > 1) {
    const middle = Math.floor((readable + broken) / 2)
    if (isBeginning(text.slice(0, middle))) readable = middle
    else broken = middle
  }
  return readable
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (thrown) {
    const { message } = toError(thrown)
    const position = /at position (\d+)/.exec(message)?.[1]
    return /end of JSON input|Unterminated string/.test(message) || Number(position) === text.length
  }
}

/** Walks over text that is known to be JSON. */
class JsonPlaces {
  readonly places: SpanPlaces
  readonly #source: SourceText
  #at = 0

  constructor(source: SourceText) {
    this.#source = source
    this.places = new SpanPlaces(source)
  }

  value(path: Path, key: number): void {
    this.#space()
    const start = this.#at
    const first = this.#source.text[start]
    if (first === '{') this.#object(path)
    else if (first === '[') this.#list(path)
    else this.#scalar()
    this.places.add(path, { key: path.length === 0 ? start : key, start, end: this.#at })
  }

  #object(path: Path): void {
    const keys = new Set<string>()
    this.#entries('}', () => {
      const start = this.#at
      const key = String(JSON.parse(this.#token(/"(?:[^"\\]|\\.)*"/sy)))
      refuseKey(key, this.#source, start)
      if (keys.has(key)) refuseDuplicate(key, this.#source, start)
      keys.add(key)
      this.#token(/\s*:/y)
      this.value([...path, key], start)
    })
  }

  #list(path: Path): void {
    let index = 0
    this.#entries(']', () => {
      this.value([...path, index], this.#at)
      index += 1
    })
  }

  #entries(close: string, entry: () => void): void {
    this.#at += 1
    this.#space()
    while (this.#source.text[this.#at] !== close) {
      entry()
      this.#token(/\s*,?\s*/y)
    }
    this.#at += 1
  }

  #scalar(): void {
    const start = this.#at
    const text = this.#token(/"(?:[^"\\]|\\.)*"|[^\s,\]}]+/sy)
    if (/^[-\d]/.test(text)) refuseNumber(Number(text), this.#source, start)
  }

  #space(): void {
    this.#token(/\s*/y)
  }

  #token(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const text = pattern.exec(this.#source.text)?.[0] ?? ''
    this.#at += text.length
    return text
  }
}
