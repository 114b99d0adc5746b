/** One array in a JSON document, its elements one by one, and the fields around it. */
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { pathText } from '../pipeline/json-path.ts'
import type { JsonReader, JsonValueText } from './json-reader.ts'
import { readJson } from './json-text.ts'

/** A field around the items that is longer is left out of the envelope. */
const longestFieldBytes = 1024 * 1024

/** Call `enter`, then `elements` to its end, then `leave`. */
export class JsonArray {
  /** Per level of the path, the other fields that stand there. */
  readonly #fields: [string, Json][][] = []
  readonly #reader: JsonReader
  readonly #path: readonly string[]

  constructor(reader: JsonReader, path: readonly string[]) {
    this.#reader = reader
    this.#path = path
  }

  /** The fields around the items that were read so far. */
  get envelope(): JsonObject {
    return this.#fields.reduceRight<JsonObject>((inner, fields, level) => {
      const hasInner = Object.keys(inner).length > 0
      return Object.fromEntries([...fields, ...(hasInner ? [[this.#path[level] ?? '', inner] as const] : [])])
    }, {})
  }

  /** Goes to the first element. @throws UsageError when the document is broken or has no array there. */
  async enter(): Promise<void> {
    for (const [level, name] of this.#path.entries()) await this.#enterField(level, name)
    if ((await this.#reader.peek()) === '[') await this.#reader.take('[')
    else throw await this.#noArray()
  }

  async *elements(longestBytes: number): AsyncGenerator<JsonValueText> {
    if ((await this.#reader.peek()) === ']') {
      await this.#reader.take(']')
      return
    }
    do yield await this.#reader.value(longestBytes)
    while ((await this.#reader.take(',', ']')) === ',')
  }

  /** Reads what follows the array, to the end of the document. */
  async leave(): Promise<void> {
    for (const fields of this.#fields.toReversed()) {
      while ((await this.#reader.take(',', '}')) === ',') fields.push(...(await this.#field(await this.#name())))
    }
    const rest = await this.#reader.peek()
    if (rest !== '') throw this.#reader.fault(`expected the end of the file, got ${JSON.stringify(rest)}`)
  }

  async #enterField(level: number, wanted: string): Promise<void> {
    const fields: [string, Json][] = []
    const names: string[] = []
    this.#fields[level] = fields
    if ((await this.#reader.peek()) !== '{') throw await this.#noArray()
    await this.#reader.take('{')
    if ((await this.#reader.peek()) === '}') throw this.#missing(wanted, names)
    for (;;) {
      const name = await this.#name()
      if (name === wanted) return
      names.push(name)
      fields.push(...(await this.#field(name)))
      if ((await this.#reader.take(',', '}')) === '}') throw this.#missing(wanted, names)
    }
  }

  async #name(): Promise<string> {
    if ((await this.#reader.peek()) !== '"') await this.#reader.take('"')
    const name = await this.#parse(await this.#reader.value(longestFieldBytes))
    await this.#reader.take(':')
    return String(name)
  }

  async #field(name: string): Promise<[string, Json][]> {
    const value = await this.#parse(await this.#reader.value(longestFieldBytes))
    return value === undefined ? [] : [[name, value]]
  }

  async #parse({ text, place }: JsonValueText): Promise<Json | undefined> {
    if (text === undefined) return undefined
    const reading = readJson(text)
    if ('value' in reading) return reading.value
    const message = `Broken JSON: ${reading.fault.message} in the value that begins at line ${place.line}, column ${place.column}.`
    throw new UsageError(reading.fault.code, message, { place })
  }

  #missing(wanted: string, names: readonly string[]): UsageError {
    const message = `Expected a field "${wanted}" on the way to ${pathText(this.#path)}, got ${list(names)}.${didYouMean(wanted, names)}`
    return new UsageError('JSON_NO_ITEMS', message, { place: this.#reader.place, fix: 'Name the array with `input.items`.' })
  }

  async #noArray(): Promise<UsageError> {
    const { place } = this.#reader
    const value = await this.#parse(await this.#reader.value(longestFieldBytes))
    const got = isObject(value)
      ? `an object with ${list(Object.keys(value))}`
      : value === undefined
        ? 'a large object'
        : JSON.stringify(value)
    const message = `Expected an array of items at ${pathText(this.#path)}, got ${got.slice(0, 300)}.`
    return new UsageError('JSON_NO_ITEMS', message, { place, fix: 'Name the array with `input.items`, such as "$.products[*]".' })
  }
}

function list(names: readonly string[]): string {
  return names.length === 0
    ? 'no fields'
    : names
        .slice(0, 20)
        .map((name) => `"${name}"`)
        .join(', ')
}
