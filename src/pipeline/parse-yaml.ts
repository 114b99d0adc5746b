/** YAML 1.2, core schema: no aliases, no merge keys, no tags of one's own. */
import { CST, isAlias, isMap, isScalar, isSeq, Lexer, type Pair, parseDocument, type YAMLMap } from 'yaml'
import type { UsageError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import type { ParsedText } from './parse-text.ts'
import { type Path, type SourceText, SpanPlaces } from './places.ts'
import { broken, deepestText, refuseDepth, refuseDuplicate, refuseKey, refuseNumber } from './safe-key.ts'

/** About 40,000 lines. More would take seconds to read. */
const mostTokens = 150_000

export function parseYaml(source: SourceText): ParsedText {
  refuseTokens(source)
  const document = parseDocument(source.text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    // Checked while walking: the library compares every key with every other.
    uniqueKeys: false,
    prettyErrors: false,
  })
  const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  if (error !== undefined) throw unreadable(error.message, source, error.pos[0])
  const places = new SpanPlaces(source)
  const walk: Walk = { source, places }
  return { value: document.contents === null ? null : jsonOf(document.contents, { path: [], key: 0 }, walk), places }
}

interface Walk {
  readonly source: SourceText
  readonly places: SpanPlaces
}

interface Position {
  readonly path: Path
  /** Offset of the key, or of the value where there is none. */
  readonly key: number
}

/** Looks at the tokens only, and stops at the first that no file of ours needs: nothing is built from a bomb. */
function refuseTokens(source: SourceText): void {
  let [offset, count, depth, row] = [0, 0, 0, 0]
  for (const token of new Lexer().lex(source.text)) {
    const type = CST.tokenType(token)
    if (type === 'alias' || type === 'anchor') {
      throw broken(
        {
          code: 'YAML_ALIAS',
          message: 'Anchors (&) and aliases (*) are not allowed.',
          fix: 'Put text that starts with * or & in quotes.',
        },
        source,
        offset,
      )
    }
    depth += nesting(type)
    row = type === 'seq-item-ind' || type === 'explicit-key-ind' ? row + 1 : type === 'space' ? row : 0
    refuseDepth(Math.max(depth, row), source, offset)
    count += 1
    if (count > mostTokens) throw tooLong(source, offset)
    if (type !== 'doc-mode' && type !== 'flow-error-end' && type !== 'scalar') offset += token.length
  }
}

function nesting(type: CST.TokenType | null): number {
  if (type === 'flow-map-start' || type === 'flow-seq-start') return 1
  return type === 'flow-map-end' || type === 'flow-seq-end' ? -1 : 0
}

function jsonOf(node: unknown, position: Position, walk: Walk): Json {
  const [start, end] = rangeOf(node) ?? [position.key, position.key]
  walk.places.add(position.path, { key: position.key, start, end })
  refuseDepth(position.path.length, walk.source, start)
  if (isMap(node)) return objectOf(node, position, walk)
  if (isSeq(node))
    return node.items.map((item, index) => jsonOf(item, { path: [...position.path, index], key: offsetOf(item, start) }, walk))
  if (isAlias(node)) throw broken({ code: 'YAML_ALIAS', message: 'Aliases (*) are not allowed.' }, walk.source, start)
  return isScalar(node) ? scalarOf(node.value, start, walk) : null
}

function objectOf(map: YAMLMap, position: Position, walk: Walk): Json {
  const object: Record<string, Json> = {}
  for (const pair of map.items) {
    const offset = offsetOf(pair.key, position.key)
    const key = keyOf(pair, offset, walk)
    if (Object.hasOwn(object, key)) refuseDuplicate(key, walk.source, offset)
    object[key] = jsonOf(pair.value, { path: [...position.path, key], key: offset }, walk)
  }
  return object
}

function keyOf({ key }: Pair, offset: number, { source }: Walk): string {
  const value = isScalar(key) ? key.value : undefined
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw broken(
      {
        code: 'KEY_REFUSED',
        message: 'Expected a name as key, got something else.',
        fix: 'Put a text that starts with { or [ in quotes.',
      },
      source,
      offset,
    )
  }
  if (value === '<<') throw broken({ code: 'YAML_MERGE', message: 'Merge keys (<<) are not allowed.' }, source, offset)
  refuseKey(String(value), source, offset)
  return String(value)
}

function scalarOf(value: unknown, offset: number, { source }: Walk): Json {
  if (typeof value === 'number') refuseNumber(value, source, offset)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  throw broken({ code: 'YAML_VALUE', message: 'Expected text, a number, true, false or null.' }, source, offset)
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  return Array.isArray(range) ? [Number(range[0]), Number(range[1])] : undefined
}

function offsetOf(node: unknown, fallback: number): number {
  return rangeOf(node)?.[0] ?? fallback
}

function tooLong(source: SourceText, offset: number): UsageError {
  const message = 'Expected a smaller file: this YAML has more than 150,000 pieces.'
  return broken(
    { code: 'FILE_TOO_LARGE', message, fix: 'Write it as JSON, or keep the items in a file of their own.' },
    source,
    offset,
  )
}

function unreadable(message: string, source: SourceText, offset: number): UsageError {
  const reason = /call stack/.test(message) ? `expected at most ${deepestText} levels, got more` : (message.split('\n')[0] ?? '')
  const plain = reason.startsWith('Source contains multiple documents') ? 'expected one document, got several' : reason
  return broken({ code: 'YAML_SYNTAX', message: `Cannot read this YAML: ${plain.replace(/\.$/, '')}.` }, source, offset)
}
