/**
 * Conditions (`when`, `--where`) are written in CEL. This is the only file that knows the library behind them.
 * Their cost is bounded: length, nodes and nested loops are limited, and text is matched in linear time only.
 */
import { createRequire } from 'node:module'
import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js'
import { PermanentError, type Place, toError, UsageError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { atPlace } from './at-place.ts'
import { children, freeNames, loopDepth } from './condition-tree.ts'
import { linearPattern } from './linear-pattern.ts'

export interface Condition {
  /** True or false for these names. Throws PermanentError `CONDITION_FAILED` when it has no answer. */
  holds(names: JsonObject): boolean
  /** The names it looks at, roots only: `analysis` of `analysis.changes`. */
  readonly names: readonly string[]
}

/** Any value that is worked out of names: `result.width * result.height`. */
export interface Expression {
  /** Throws PermanentError `CONDITION_FAILED` when it has no answer. */
  valueOf(names: JsonObject): Json
  /** The names it looks at, roots only. */
  readonly names: readonly string[]
}

const longestText = 10_000
const deepestLoop = 2

const require = createRequire(import.meta.url)

/** Made when the first condition needs it: many batches have none, and it costs 60 ms. */
const shared: { environment?: Environment } = {}

/** Throws UsageError for a condition that cannot be read, is too costly, or is no yes-or-no question. */
export function compileCondition(text: string, place?: Place): Condition {
  return atPlace(place, () => {
    const parsed = parse(text)
    refuse(parsed.ast, text)
    checkType(parsed, text)
    return { names: freeNames(parsed.ast), holds: (names) => evaluate(parsed, text, names) }
  })
}

/** As `compileCondition`, for an expression of any type. */
export function compileExpression(text: string, place?: Place): Expression {
  return atPlace(place, () => {
    const parsed = parse(text)
    refuse(parsed.ast, text)
    const { valid, error } = parsed.check()
    if (!valid) throw new UsageError('CONDITION_TYPE', `The expression \`${short(text)}\` makes no sense: ${explain(error)}.`)
    return { names: freeNames(parsed.ast), valueOf: (names) => plainValue(attempt(parsed, text, names)) }
  })
}

/** CEL's whole numbers are big ones. */
function plainValue(value: unknown): Json {
  const text = JSON.stringify(value ?? null, (_key, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner))
  return JSON.parse(text ?? 'null') as Json // JSON.parse gives JSON
}

function createEnvironment(): Environment {
  // Typed by the package itself.
  const { Environment: Cel } = require('@marcbachmann/cel-js') as typeof import('@marcbachmann/cel-js')
  const cel = new Cel({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 1_000, maxDepth: 60 },
  })
  cel.registerFunction('re(string, string): bool', (subject: string, pattern: string) => linearPattern(pattern).test(subject))
  addMixedArithmetic(cel)
  return cel
}

/** Numbers of JSON are doubles and those of CEL are integers: without this, `n + 1` would have no meaning. */
function addMixedArithmetic(cel: Environment): void {
  const operations = {
    '+': (a: number, b: number) => a + b,
    '-': (a: number, b: number) => a - b,
    '*': (a: number, b: number) => a * b,
    '/': (a: number, b: number) => a / b,
    '%': (a: number, b: number) => a % b,
  }
  for (const [sign, work] of Object.entries(operations)) {
    const onNumbers = (a: number | bigint, b: number | bigint) => work(Number(a), Number(b))
    cel.registerOperator(`double ${sign} int`, onNumbers)
    cel.registerOperator(`int ${sign} double`, onNumbers)
  }
  cel.registerOperator('double % double', (a: number, b: number) => a % b)
}

function parse(text: string): ParseResult {
  if (text.length > longestText) {
    throw new UsageError('CONDITION_TOO_LONG', `Expected a condition of at most ${longestText} characters, got ${text.length}.`)
  }
  try {
    shared.environment ??= createEnvironment()
    return shared.environment.parse(text)
  } catch (thrown) {
    throw new UsageError('CONDITION_SYNTAX', `Cannot read the condition \`${short(text)}\`: ${explain(thrown)}.`, {
      cause: thrown,
      fix: 'Conditions are written in CEL, for example: size(content) > 0 && config.mode == "full".',
    })
  }
}

function refuse(ast: ASTNode, text: string): void {
  if (loopDepth(ast) > deepestLoop) {
    throw new UsageError('CONDITION_TOO_COSTLY', `Expected at most ${deepestLoop} loops inside each other in \`${short(text)}\`.`)
  }
  checkCalls(ast)
}

function checkCalls(node: ASTNode): void {
  if (node.op === 'rcall' && node.args[0] === 'matches') {
    throw new UsageError('CONDITION_MATCHES', '`matches()` is not available in conditions: it can take hours on some texts.', {
      fix: 'Use re(text, "pattern"), which takes time in proportion to the text.',
    })
  }
  if (node.op === 'call' && node.args[0] === 're') checkPattern(node.args[1][1])
  for (const child of children(node)) checkCalls(child)
}

function checkPattern(node: ASTNode | undefined): void {
  if (node?.op === 'value' && typeof node.args === 'string') linearPattern(node.args)
}

function checkType(parsed: ParseResult, text: string): void {
  const { valid, type = 'dyn', error } = parsed.check()
  if (!valid) throw new UsageError('CONDITION_TYPE', `The condition \`${short(text)}\` makes no sense: ${explain(error)}.`)
  if (type === 'bool' || type.startsWith('dyn')) return
  throw new UsageError('CONDITION_TYPE', `Expected the condition \`${short(text)}\` to be true or false, got ${type}.`)
}

function evaluate(parsed: ParseResult, text: string, names: JsonObject): boolean {
  const answer = attempt(parsed, text, names)
  if (typeof answer === 'boolean') return answer
  throw new PermanentError(
    'CONDITION_FAILED',
    `Expected the condition \`${short(text)}\` to be true or false, got ${typeof answer}.`,
  )
}

function attempt(parsed: ParseResult, text: string, names: JsonObject): unknown {
  try {
    return parsed(names)
  } catch (thrown) {
    throw new PermanentError('CONDITION_FAILED', `The condition \`${short(text)}\` has no answer: ${explain(thrown)}.`, {
      cause: thrown,
      fix: 'Ask has(name.field) first where a field may be missing.',
    })
  }
}

/** The library's own sentence, without its drawing of the source, with the place in the condition. */
function explain(thrown: unknown): string {
  const error = toError(thrown)
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : (error.message.split('\n')[0] ?? '')
  const range = 'range' in error ? (error.range as { readonly start?: number } | undefined) : undefined // of CelError
  const at = range?.start === undefined ? '' : ` (at character ${range.start + 1})`
  return `${summary.replace(/\.$/, '')}${at}`
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
