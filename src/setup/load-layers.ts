/** Lays everything that says how a batch runs over each other, the weaker first: config file, pipelines, manifest, flags. */
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { checkConfig, schemaDefaults } from '../pipeline/config-check.ts'
import { fillFromConfig } from '../pipeline/config-fill.ts'
import { type Places, placesWithoutText } from '../pipeline/places.ts'
import { documentOf, type Layer, layerOf, mergeLayers } from '../pipeline/settings.ts'
import type { ConfigFile } from './config-file.ts'
import { namingPipeline } from './find-chain.ts'
import type { FoundPipeline } from './find-pipeline.ts'
import { configLayer, requestLayer } from './options-layer.ts'
import type { BatchInput, BatchRequest } from './request.ts'

export interface Manifest extends FoundPipeline {
  readonly items: readonly BatchInput[] | undefined
}

export interface Written {
  readonly request: BatchRequest
  readonly config: ConfigFile
  readonly manifest: Manifest | undefined
  /** Pipelines that stand on each other, the innermost first. */
  readonly chain: readonly FoundPipeline[]
}

export interface Layered {
  /** One document with the keys of a pipeline file. */
  readonly value: JsonObject
  readonly places: Places
  /** `{config.…}` with everything that overrides it. */
  readonly finalConfig: JsonObject
}

interface Source {
  readonly value: JsonObject
  readonly places: Places
}

/** Throws UsageError for a config that its schema refuses, and for settings given under two names. */
export function layered({ request, config, manifest, chain }: Written): Layered {
  const sources = [
    withoutPipelines(config),
    ...chain.map((one) => standalone(one, one === namingPipeline(chain))),
    ...overlay(manifest, chain),
  ]
  const finalConfig = configOf(sources, request)
  const layers = sources.map(({ value, places }) => layerOf(fillFromConfig(value, finalConfig, places), places))
  const strongest = [requestLayer(request), configLayer(request)]
  return { ...documentOf(mergeLayers([...replaceGroups(layers, chain), ...strongest])), finalConfig }
}

function configOf(sources: readonly Source[], request: BatchRequest): JsonObject {
  const layers = sources.map(({ value, places }) =>
    value['config'] === undefined ? [] : layerOf({ config: value['config'] }, places),
  )
  const { value, places } = documentOf(mergeLayers([...layers, configLayer(request)]))
  const source = sources.findLast((one) => one.value['config_schema'] !== undefined)
  const schema = source?.value['config_schema']
  const config = { ...schemaDefaults(schema), ...(isObject(value['config']) ? (value['config'] as JsonObject) : {}) } // a part of JSON
  checkConfig(config, schema, { schemaPlaces: source?.places ?? placesWithoutText('pipeline'), places })
  return config
}

/** One name counts; `pipeline` has been followed. */
function standalone({ value, places }: FoundPipeline, isNaming: boolean): Source {
  const dropped = new Set(isNaming ? ['pipeline', 'type'] : ['pipeline', 'type', 'name'])
  return { value: without(value, dropped), places }
}

/** A manifest lies over the pipeline that a flag named. */
function overlay(manifest: Manifest | undefined, chain: readonly FoundPipeline[]): readonly Source[] {
  if (manifest === undefined || chain.includes(manifest)) return []
  return [{ value: without(manifest.value, new Set(['pipeline', 'type', 'steps', 'name'])), places: manifest.places }]
}

/** `pipeline: { recipe: x }`: input and output given beside it replace the recipe's as a whole. */
function replaceGroups([config = [], ...layers]: readonly Layer[], chain: readonly FoundPipeline[]): readonly Layer[] {
  const kept = layers.map((layer, index) => {
    const replaced = chain.slice(index + 1).flatMap((outer) => replacedBy(outer.value))
    return layer.filter(({ path }) => !replaced.includes(String(path[0])))
  })
  return [config, ...kept]
}

function replacedBy({ pipeline, input, output }: JsonObject): readonly string[] {
  if (!isObject(pipeline) || !('recipe' in pipeline)) return []
  return [...(input === undefined ? [] : ['input']), ...(output === undefined ? [] : ['output'])]
}

function withoutPipelines({ value, places }: ConfigFile): Source {
  return { value: without(value, new Set(['pipelines', 'pipeline'])), places }
}

function without(value: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]): boolean => !keys.has(key)) as [string, Json][]) // entries of JSON
}
