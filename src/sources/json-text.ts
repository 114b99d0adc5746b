/** Reads one JSON text and, where it is broken, says what was expected and where. */
import type { Json } from '../base/json.ts'

export type JsonReading = { readonly value: Json } | { readonly fault: JsonFault }

export interface JsonFault {
  readonly code: 'JSON_BROKEN' | 'JSON_TOO_DEEP'
  /** `expected a value, got "x"`: to be followed by where. */
  readonly message: string
  /** In characters from the start of the text. */
  readonly offset: number
}

/** Nobody nests data deeper; code that walks values by recursion stays far from its limits. */
export const mostLevels = 100

export function readJson(text: string): JsonReading {
  const deep = text.length > 2 * mostLevels ? tooDeepAt(text) : undefined
  if (deep !== undefined) {
    return { fault: { code: 'JSON_TOO_DEEP', message: `nested deeper than ${mostLevels} levels`, offset: deep } }
  }
  try {
    return { value: JSON.parse(text) as Json } // what JSON.parse returns is JSON
  } catch {
    // The library's messages differ from version to version and often lack the place: look again, by our own rules.
    return { fault: { code: 'JSON_BROKEN', ...faultIn(text) } }
  }
}

function tooDeepAt(text: string): number | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = stringEnd(text, at)
    else if (code === openBrace || code === openBracket) depth++
    else if (code === closeBrace || code === closeBracket) depth--
    if (depth > mostLevels) return at
  }
  return undefined
}

const [quote, backslash] = [0x22, 0x5c]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]

/** Offset of the closing quote, or of the end of the text. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) return at
  }
  return text.length
}

const space = /[ \t\n\r]*/y
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y

type Expected = 'value' | 'value or ]' | 'name or }' | 'name' | ':' | ', or ]' | ', or }' | 'end'

interface Step {
  readonly at: number
  readonly expected: Expected
}

/** Only called for a text that JSON.parse refused: walks its grammar to the first place where it breaks. */
function faultIn(text: string): Omit<JsonFault, 'code'> {
  const open: string[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    at = skip(space, text, at)
    const next = take(text, { at, expected }, open)
    if (next === undefined) return { message: `expected ${described[expected]}, got ${found(text, at)}`, offset: at }
    at = next.at
    expected = next.expected
  }
}

function take(text: string, { at, expected }: Step, open: string[]): Step | undefined {
  const character = text[at]
  if (character === undefined || expected === 'end') return undefined
  if (expected.endsWith(character) && '}]:'.includes(character)) {
    if (character === ':') return { at: at + 1, expected: 'value' }
    open.pop()
    return { at: at + 1, expected: behindValue(open) }
  }
  if (expected.startsWith(',') && character === ',') return { at: at + 1, expected: open.at(-1) === '{' ? 'name' : 'value' }
  if (expected.startsWith('name')) return after(skip(string, text, at), at, ':')
  return expected.startsWith('value') ? takeValue(text, at, open) : undefined
}

function takeValue(text: string, at: number, open: string[]): Step | undefined {
  const character = text[at]
  if (character === '{' || character === '[') {
    open.push(character)
    return { at: at + 1, expected: character === '{' ? 'name or }' : 'value or ]' }
  }
  return after(skip(character === '"' ? string : scalar, text, at), at, behindValue(open))
}

function after(end: number, start: number, expected: Expected) {
  return end === start ? undefined : { at: end, expected }
}

function behindValue(open: readonly string[]): Expected {
  const last = open.at(-1)
  if (last === undefined) return 'end'
  return last === '{' ? ', or }' : ', or ]'
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

const described: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  'name or }': 'a name in quotes or "}"',
  name: 'a name in quotes',
  ':': '":"',
  ', or ]': '"," or "]"',
  ', or }': '"," or "}"',
  end: 'nothing more',
}

function found(text: string, at: number): string {
  if (at >= text.length) return 'the end'
  const rest = text.slice(at, at + 24)
  const word = /^[\w.+-]+/.exec(rest)?.[0] ?? rest[0]
  return rest.startsWith('"') ? 'a string that is not closed or holds a wrong character' : JSON.stringify(word)
}
