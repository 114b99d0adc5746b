/**
 * What a step's result depends on, as one hash, and piece by piece so that a change can be named.
 * Equal pieces give equal hashes, whatever the order of their keys.
 */
import { hash } from 'node:crypto'
import { canonical, isObject, type Json, type JsonObject } from '../base/json.ts'

export interface Fingerprint {
  /** sha256 over every piece in full, base64url, 43 characters. */
  readonly fp: string
  /** JSON text of the pieces by name: short ones as they are, long ones as `#` and a short hash. */
  readonly parts: string
}

type Pieces = Readonly<Record<string, Json>>

/** Longer canonical text of a piece is kept as its hash. */
const longestPiece = 24

/** The fingerprint of named pieces. */
export function fingerprint(parts: Pieces): Fingerprint {
  return prepareFingerprint({})(parts)
}

/** For pieces of which many are the same for every item: the constant ones are hashed once, not once per item. */
export function prepareFingerprint(constant: Pieces): (changing: Pieces) => Fingerprint {
  const fixed = describe(constant)
  const fixedHash = digest(fixed.full)
  return (changing) => {
    const { full, short } = describe(changing)
    return { fp: digest(`${fixedHash}${full}`), parts: `{${[...fixed.short, ...short].join(',')}}` }
  }
}

/** The pieces in which two fingerprints differ, by name, sorted. Text that is no such JSON has no pieces. */
export function changedParts(before: string, after: string): readonly string[] {
  const [old, now] = [readParts(before), readParts(after)]
  const names = new Set([...Object.keys(old), ...Object.keys(now)])
  return [...names].filter((name) => old[name] === undefined || now[name] === undefined || !isSame(old[name], now[name])).sort()
}

function describe(pieces: Pieces): { readonly full: string; readonly short: readonly string[] } {
  let full = ''
  const short: string[] = []
  for (const name of Object.keys(pieces).sort()) {
    const text = canonical(pieces[name] ?? null)
    const key = JSON.stringify(name)
    full += `${key}:${text.length}:${text};`
    short.push(`${key}:${text.length <= longestPiece ? text : `"#${digest(text).slice(0, 12)}"`}`)
  }
  return { full, short }
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url')
}

function isSame(left: Json, right: Json): boolean {
  return canonical(left) === canonical(right)
}

function readParts(text: string): JsonObject {
  try {
    const parts: unknown = JSON.parse(text)
    return isObject(parts) ? (parts as JsonObject) : {} // JSON.parse gives JSON
  } catch {
    return {} // every piece counts as changed, and the step runs again
  }
}
