/** A checked document as the complete definition that everything below works with. */
import { extname, join } from 'node:path'
import type * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { buildAggregation, withoutAggregate } from './build-aggregation.ts'
import { buildHooks } from './build-hooks.ts'
import { buildLimits, limitFindings } from './build-limits.ts'
import { buildRunOptions, defaultRetry } from './build-run-options.ts'
import { type BuiltSteps, buildSteps } from './build-steps.ts'
import { builtPlaces } from './built-places.ts'
import type { InputDefinition, OutputDefinition, Pipeline } from './definition.ts'
import { absolutePath, layoutWord, textsOf } from './definition-values.ts'
import { familyFindings } from './family-findings.ts'
import { asksForNothing, laterTopKeys, notSupported } from './later-keys.ts'
import { checkOutputTexts } from './output-texts.ts'
import type { Places } from './places.ts'
import { noRecipes, type Recipes } from './recipe-document.ts'
import { retryPolicy } from './retry-policy.ts'
import { layouts, outputShape, type PipelineKeys, pipelineSchema } from './schema-file.ts'
import { otherSpellings } from './settings.ts'
import { type Finding, findingsOf, refuseFindings } from './zod-problems.ts'

/** What exists to build from: option schemas by name. */
export interface LoadKinds {
  /** By kind: `tool:filesystem`, `transform` … */
  readonly steps: ReadonlyMap<string, z.ZodType>
  /** By `input.type`. */
  readonly sources: ReadonlyMap<string, z.ZodType>
  /** By `output.type`. */
  readonly sinks: ReadonlyMap<string, z.ZodType>
}

export interface Document {
  readonly value: JsonObject
  readonly places: Places
  /** The final config. */
  readonly config: JsonObject
  /** Where the steps' relative paths start. Absolute. */
  readonly folder: string
  /** Where input and output paths start. Absolute. */
  readonly workingFolder: string
  readonly file?: string
  /** Name where the document gives none. */
  readonly fallbackName: string
  /** What its steps name. @default none */
  readonly recipes?: Recipes
}

export interface BuiltPipeline {
  readonly pipeline: Pipeline
  /** Where everything was written, by its path in the pipeline: steps of a recipe stand in the recipe's file. */
  readonly places: Places
}

/** Throws UsageError, with the place, for anything that is not as it should be. */
export function buildPipeline(document: Document, kinds: LoadKinds): BuiltPipeline {
  const { places } = document
  const value = withoutAggregate(document.value)
  const aggregated = buildAggregation(document.value, places)
  refuseFindings(laterFindings(value), places, 'NOT_SUPPORTED')
  refuseFindings(aggregated.findings, places)
  refuseFindings(findingsOf({ schema: pipelineSchema, value: withoutLater(value), otherKeys: otherSpellings }), places)
  const keys = pipelineSchema.parse(withoutLater(value))
  const output = outputDefinition(keys, document)
  checkOutputTexts(output, places)
  const input = inputDefinition(value)
  const steps = buildList('steps', keys, { document, value, kinds })
  const after = buildList('after', keys, { document, value, kinds })
  refuseFindings([...typeFindings(input, output, kinds), ...steps.findings, ...after.findings], places)
  const options = buildRunOptions(keys, document.workingFolder)
  const secrets = [...new Set([...options.secrets, ...steps.secrets, ...after.secrets])]
  const pipeline = {
    name: keys.name ?? document.fallbackName,
    description: keys.description ?? '',
    input,
    steps: steps.steps,
    output,
    options: { ...options, secrets },
    ...(aggregated.definition !== undefined && { aggregation: aggregated.definition }),
    after: after.steps,
    ...(keys.limits !== undefined && { limits: buildLimits(keys.limits) }),
    hooks: buildHooks(keys, places, document.workingFolder),
    config: document.config,
    folder: document.folder,
    ...(document.file !== undefined && { file: document.file }),
  }
  const built = builtPlaces(places, { steps: steps.origins, after: after.origins })
  refuseFindings([...familyFindings(steps.steps, 'steps'), ...familyFindings(after.steps, 'after')], built)
  refuseFindings(limitFindings(pipeline), built)
  return { pipeline, places: built }
}

interface ListCase {
  readonly document: Document
  readonly value: JsonObject
  readonly kinds: LoadKinds
}

function buildList(list: 'steps' | 'after', keys: PipelineKeys, { document, value, kinds }: ListCase): BuiltSteps {
  return buildSteps(keys[list] ?? [], stepObjects(value[list]), {
    ...{ list, kinds: kinds.steps, places: document.places, inherited: {}, build: buildSteps },
    recipes: (document.recipes ?? noRecipes)[list],
    retry: retryPolicy(keys, defaultRetry),
  })
}

/** A name of letters, digits, ".", "-" and "_" for a pipeline that says none itself. */
export function nameForLedger(name: string): string {
  return name.replace(/[^\w.-]+/g, '-').replace(/^[^\w]+/, '') || 'pipeline'
}

function laterFindings(value: JsonObject): readonly Finding[] {
  const later = Object.keys(value).filter((key) => laterTopKeys.has(key) && !asksForNothing(value[key]))
  return later.map((key) => ({ path: [key], message: notSupported(`The key "${key}"`), isKey: true }))
}

function withoutLater(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !laterTopKeys.has(key)))
}

function stepObjects(steps: Json | undefined): readonly JsonObject[] {
  return Array.isArray(steps) ? (steps.filter(isObject) as readonly JsonObject[]) : [] // parts of JSON
}

function inputDefinition({ input }: JsonObject): InputDefinition {
  const { type = 'none', ...options } = (isObject(input) ? input : {}) as JsonObject // a part of JSON
  const isGiven = Object.keys(options).length > 0
  return { type: type === 'none' && isGiven ? 'files' : String(type), options }
}

function outputDefinition(keys: PipelineKeys, { workingFolder }: Document): OutputDefinition {
  const given = keys.output ?? {}
  const path = given.path ?? 'output'
  const type = outputType(given.type, path)
  const options = Object.fromEntries(Object.entries(given).filter(([key]) => !Object.hasOwn(outputShape, key))) as JsonObject // checked as JSON
  return {
    type,
    path: absolutePath(outputFile(type, path), workingFolder),
    layout: given.layout === undefined ? ['tree'] : textsOf(given.layout).map(layoutWord),
    ...(given.naming !== undefined && { naming: given.naming }),
    dateFrom: given.date_from ?? 'input',
    overwrite: given.overwrite ?? keys.overwrite ?? 'own',
    options,
  }
}

const fileTypes = ['json', 'jsonl', 'csv']

/** Without a type, `-` is standard output and `results.csv` a CSV file. */
function outputType(type: string | undefined, path: string): string {
  if (path === '-' && (type === undefined || type === 'files')) return 'stdout'
  const extension = extname(path).slice(1).replace('ndjson', 'jsonl')
  return type ?? (fileTypes.includes(extension) ? extension : 'files')
}

/** Where one file is written and a folder was named, the file is `results.…` in it. */
function outputFile(type: string, path: string): string {
  if (type === 'stdout') return '-'
  if (!fileTypes.includes(type) || path === '-' || extname(path) !== '') return path
  return join(path, `results.${type}`)
}

function typeFindings(input: InputDefinition, output: OutputDefinition, kinds: LoadKinds): readonly Finding[] {
  return [
    ...partFindings({ group: 'input', type: input.type, options: input.options, schemas: kinds.sources, otherKeys: ['type'] }),
    ...partFindings({ group: 'output', type: output.type, options: output.options, schemas: kinds.sinks, otherKeys: outputKeys }),
    ...layoutFindings(output),
  ]
}

const outputKeys = [...Object.keys(outputShape), 'organize', 'preserve_structure']

interface Part {
  readonly group: 'input' | 'output'
  readonly type: string
  readonly options: JsonObject
  readonly schemas: ReadonlyMap<string, z.ZodType>
  readonly otherKeys: readonly string[]
}

function partFindings({ group, type, options, schemas, otherKeys }: Part): readonly Finding[] {
  if (type === 'none' && Object.keys(options).length === 0) return []
  const schema = schemas.get(type)
  if (schema === undefined) return [unknownType(group, type, [...schemas.keys()])]
  return findingsOf({ schema, value: options, otherKeys }).map((finding) => ({ ...finding, path: [group, ...finding.path] }))
}

function unknownType(group: string, type: string, known: readonly string[]): Finding {
  if (group === 'input' && type === 'http')
    return { path: [group, 'type'], message: notSupported('The input type "http"'), isKey: false }
  const message = `\`${group}.type\`: expected one of ${known.join(', ')}, got "${type}".${didYouMean(type, known)}`
  return { path: [group, 'type'], message, isKey: false }
}

/** A word that is no layout and no template was misspelt. */
function layoutFindings({ layout }: OutputDefinition): readonly Finding[] {
  const wrong = layout.filter((entry) => !layouts.some((word) => word === entry) && !/[{/]/.test(entry))
  return wrong.map((entry) => ({
    path: ['output', 'layout'],
    message: `\`output.layout\`: expected ${layouts.join(', ')} or a path template, got "${entry}".${didYouMean(entry, layouts)}`,
    isKey: false,
  }))
}

/** A pipeline with nothing to do is a mistake. */
export function refuseNoSteps(document: JsonObject, places: Places): void {
  const { steps } = withoutAggregate(document)
  // Anything but a list is refused with everything else.
  if (steps !== undefined && steps !== null && !(Array.isArray(steps) && steps.length === 0)) return
  throw new UsageError('STEPS_MISSING', 'Expected `steps` with at least one step, got none.', {
    place: places.placeOf(['steps'], 'key'),
    fix: 'For example: steps: [{ tool: filesystem, action: read }].',
  })
}
