/**
 * Checks values against a JSON Schema that a person wrote. This is the only file that knows the library behind it.
 * Patterns run in linear time, and a schema that refers to itself without end is refused.
 */
import { createRequire } from 'node:module'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { toError, UsageError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { suggest } from '../base/suggest.ts'
import { linearPattern } from './linear-pattern.ts'
import { refuseCostlySchema } from './schema-cost.ts'
import { type Problem, problemOf } from './schema-problem.ts'

export type { Problem }

/** Problems of a value, in the order they were found; empty when it is valid. At most 20. */
export type SchemaCheck = (value: Json) => readonly Problem[]

const mostProblems = 20
const mostForeignKeywords = 50
const require = createRequire(import.meta.url)

/** Throws UsageError for a schema that cannot be used. Draft 2020-12 unless `$schema` names draft 06 or 07. */
export function compileSchema(schema: JsonObject): SchemaCheck {
  refuseCostlySchema(schema)
  const validate = compile(schema)
  return (value) => {
    if (validate(value)) return []
    return withoutEchoes(validate.errors ?? [])
      .slice(0, mostProblems)
      .map((error) => problemOf(error, value))
  }
}

/** As one line: `sku: expected a string, got 5; price: …`. */
export function problemsText(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
}

function compile(schema: JsonObject): ValidateFunction {
  const ajv = createAjv(schema)
  for (let left = mostForeignKeywords; ; left--) {
    try {
      return ajv.compile(schema)
    } catch (thrown) {
      const keyword = /^strict mode: unknown keyword: "(.*)"$/.exec(toError(thrown).message)?.[1]
      if (keyword === undefined || left === 0) throw unusable(thrown)
      refuseTypo(keyword, Object.keys(ajv.RULES.keywords))
      ajv.addVocabulary([keyword])
    }
  }
}

function createAjv(schema: JsonObject) {
  const isOld = /draft-0[67]/.test(String(schema['$schema'] ?? ''))
  const Ajv = ajvOf(isOld)
  const addFormats = require('ajv-formats') as typeof import('ajv-formats').default // the package's own type
  // The library keeps compiled patterns by their text.
  const expression = (pattern: string) => ({ test: linearPattern(pattern).test, toString: () => pattern })
  const engine = Object.assign(expression, { code: 'linearPattern' })
  const ajv = new Ajv({
    allErrors: true,
    strictSchema: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    validateFormats: true,
    // The keywords check their own values; compiling the schema of schemas would cost 50 ms.
    validateSchema: false,
    meta: false,
    verbose: true,
    logger: false,
    code: { regExp: engine },
  })
  // `fast` because the full expressions can take very long on some texts.
  addFormats(ajv, { mode: 'fast', keywords: true })
  return ajv
}

/** Loaded when the first schema needs it: most batches have none, and it costs 70 ms. */
function ajvOf(isOld: boolean): typeof import('ajv').Ajv {
  // The packages' own types.
  if (isOld) return (require('ajv') as typeof import('ajv')).Ajv
  // As above; both drafts have the same methods.
  return (require('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')).Ajv2020
}

/** Other programs' keywords are comments to us; what looks like one of ours was misspelt. */
function refuseTypo(keyword: string, known: readonly string[]): void {
  const isComment = keyword.startsWith('x-') || keyword === 'example'
  const meant = isComment ? undefined : suggest(keyword, known)
  if (meant === undefined) return
  throw new UsageError('SCHEMA_KEYWORD', `Unknown keyword "${keyword}" in the JSON Schema. Did you mean "${meant}"?`)
}

function unusable(thrown: unknown): UsageError {
  if (thrown instanceof UsageError) return thrown
  const reason = toError(thrown).message.replace(/^strict mode: /, '')
  return new UsageError('SCHEMA_UNUSABLE', `Cannot use this JSON Schema: ${reason}.`, { cause: thrown })
}

/** `anyOf` and its kin repeat in one sentence what their branches have said. */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const details = errors.filter(({ keyword }) => !['if', 'anyOf', 'oneOf', 'allOf'].includes(keyword))
  return details.length > 0 ? details : errors
}
