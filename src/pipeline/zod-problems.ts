/** Turns what zod found into one UsageError that says where, what was expected, what was there and what was meant. */
import * as z from 'zod'
import { placeText, UsageError } from '../base/errors.ts'
import { isObject, type Json } from '../base/json.ts'
import { didYouMean, meantOrKnown, suggest } from '../base/suggest.ts'
import { hasPlaceholder } from './placeholders.ts'
import type { Path, Places } from './places.ts'
import { shown } from './schema-problem.ts'

export interface Finding {
  readonly path: Path
  readonly message: string
  /** It is the key that is wrong, not its value. */
  readonly isKey: boolean
  /** The key that was probably meant. */
  readonly meant?: string
}

type Issue = z.core.$ZodIssue

interface Subject {
  readonly schema: z.ZodType
  readonly value: Json
  /** Keys that are fine beside those of the schema, for the spelling aid. */
  readonly otherKeys?: readonly string[]
  /** Leave out what placeholders make impossible to judge yet. */
  readonly forgivePlaceholders?: boolean
}

const mostShown = 5

/** Checks a value; empty when it is valid. */
export function findingsOf(subject: Subject): readonly Finding[] {
  const result = subject.schema.safeParse(subject.value)
  if (result.success) return []
  const issues = subject.forgivePlaceholders
    ? result.error.issues.filter((issue) => !isForgiven(issue, subject.value))
    : result.error.issues
  return withoutEchoes(
    issues.flatMap((issue) => findings(issue, subject, [])),
    subject.value,
  )
}

/** A key that was misspelt is not missing as well. */
function withoutEchoes(found: readonly Finding[], value: Json): readonly Finding[] {
  const meant = new Set(
    found.flatMap(({ path, meant }) => (meant === undefined ? [] : [pathText([...path.slice(0, -1), meant])])),
  )
  return found.filter(({ path, isKey }) => isKey || !meant.has(pathText(path)) || valueAt(value, path) !== undefined)
}

/** Throws for the first finding in the file's order; the next few are named in the message. */
export function refuseFindings(found: readonly Finding[], places: Places, code = 'PIPELINE_INVALID'): void {
  const placed = found.map((finding) => ({ ...finding, place: places.placeOf(finding.path, finding.isKey ? 'key' : 'value') }))
  const [first, ...others] = placed.sort(
    (a, b) => (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0),
  )
  if (first === undefined) return
  const more = others.slice(0, mostShown - 1).map(({ place, message }) => `\n${placeText(place)}: ${message}`)
  const rest = others.length >= mostShown ? `\n… and ${others.length - mostShown + 1} more.` : ''
  throw new UsageError(code, `${first.message}${more.join('')}${rest}`, { place: first.place })
}

/** `steps[1].retry.attempts` */
export function pathText(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('')
}

/** What stands at a path of a value. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

function findings(issue: Issue, subject: Subject, above: Path): readonly Finding[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))]
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, subject))
  if (issue.code === 'invalid_union') return unionFindings(issue, subject, path)
  return [
    { path, message: sentence(issue, { path, expected: expectation(issue), value: valueAt(subject.value, path) }), isKey: false },
  ]
}

function unknownKey(key: string, path: Path, { schema, otherKeys = [] }: Subject): Finding {
  const known = [...keysAt(schema, path), ...(path.length === 0 ? otherKeys : [])]
  const where = path.length === 0 ? '' : ` in \`${pathText(path)}\``
  const meant = suggest(key, known)
  const message = `Unknown key "${key}"${where}.${meantOrKnown(key, known)}`
  return { path: [...path, key], message, isKey: true, ...(meant !== undefined && { meant }) }
}

/** The branch that came furthest says most; without one, all that the union expects. */
function unionFindings(issue: Extract<Issue, { code: 'invalid_union' }>, subject: Subject, path: Path): readonly Finding[] {
  if (issue.message.startsWith('Invalid discriminator')) return [wrongChoice(issue, subject, path)]
  const nearest = issue.errors.filter((branch) => !branch.some(isWrongKind)).sort((a, b) => a.length - b.length)[0]
  if (nearest !== undefined && issue.message === 'Invalid input')
    return nearest.flatMap((inner) => findings(inner, subject, path))
  const expected = issue.message === 'Invalid input' ? `expected ${unionExpectation(issue)}` : issue.message
  return [{ path, message: sentence(issue, { path, expected, value: valueAt(subject.value, path) }), isKey: false }]
}

/** The one field that chooses the others has no value that is known. */
function wrongChoice({ message }: Issue, { value }: Subject, path: Path): Finding {
  const name = String(path.at(-1))
  const stray = suggest(name, Object.keys(Object(valueAt(value, path.slice(0, -1)))))
  if (stray !== undefined && stray !== name) {
    return { path: [...path.slice(0, -1), stray], message: `Unknown key "${stray}". Did you mean "${name}"?`, isKey: true }
  }
  const words = [...message.matchAll(/'([^']*)'/g)].map(([, word = '']) => word)
  const given = valueAt(value, path)
  const hint = typeof given === 'string' ? didYouMean(given, words) : ''
  const expected = words.map((word) => `"${word}"`).join(', ')
  return { path, message: `\`${pathText(path)}\`: expected ${expected}, got ${shown(given)}.${hint}`, isKey: false }
}

function isWrongKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')
}

function unionExpectation({ errors }: Extract<Issue, { code: 'invalid_union' }>): string {
  const each = errors.flatMap((branch) => branch.slice(0, 1).map((issue) => expectation(issue).replace(/^expected /, '')))
  return [...new Set(each)].join(', or ')
}

interface Expectation {
  readonly path: Path
  readonly expected: string
  readonly value: unknown
}

function sentence(issue: Issue, { path, expected, value }: Expectation): string {
  const subject = path.length === 0 ? '' : `\`${pathText(path)}\`: `
  if (issue.code === 'custom' && !expected.startsWith('expected')) return `${subject}${expected}`
  const words = issue.code === 'invalid_value' ? issue.values.filter((word) => typeof word === 'string') : []
  const hint = typeof value === 'string' ? didYouMean(value, words) : ''
  return `${subject}${expected}, got ${shown(value)}.${hint}`
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

function expectation(issue: Issue): string {
  if (!/^(?:Invalid|Too (?:big|small))/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `expected ${issue.values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value))).join(', ')}`
    case 'too_small':
      return `expected ${issue.origin === 'number' || issue.origin === 'int' ? '' : 'a length of '}at least ${issue.minimum}`
    case 'too_big':
      return `expected ${issue.origin === 'number' || issue.origin === 'int' ? '' : 'a length of '}at most ${issue.maximum}`
    default:
      return `expected a valid value (${issue.message})`
  }
}

/** A text with a placeholder is judged when it has been filled in. */
function isForgiven(issue: Issue, value: Json): boolean {
  const given = valueAt(
    value,
    issue.path.filter((key) => typeof key !== 'symbol'),
  )
  if (typeof given === 'string' && hasPlaceholder(given)) return true
  if (issue.code === 'custom') return hasPlaceholder((given ?? null) as Json) // a part of JSON
  if (issue.code !== 'invalid_union') return false
  return issue.errors.some((branch) => branch.length > 0 && branch.every((inner) => isForgiven(inner, (given ?? null) as Json))) // as above
}

/** The keys that a schema knows at a path, read from its JSON Schema: whatever it is made of. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  const root: unknown = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const inner = path.reduce<readonly unknown[]>((nodes, key) => nodes.flatMap((node) => step(node, key)), [root])
  return inner.flatMap(properties)
}

function step(node: unknown, key: string | number): readonly unknown[] {
  const branches = branchesOf(node)
  return branches
    .flatMap((branch) =>
      typeof key === 'number' ? [branch['items']] : [valueAt(branch['properties'], [key]) ?? branch['additionalProperties']],
    )
    .filter(isObject)
}

function properties(node: unknown): readonly string[] {
  return branchesOf(node).flatMap((branch) => (isObject(branch['properties']) ? Object.keys(branch['properties']) : []))
}

function branchesOf(node: unknown): readonly Record<string, unknown>[] {
  if (!isObject(node)) return []
  const inner = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (Array.isArray(node[key]) ? node[key] : []))
  return [node, ...inner.flatMap(branchesOf)]
}
