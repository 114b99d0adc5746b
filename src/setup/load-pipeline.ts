/**
 * From what was asked for to one complete pipeline: finds the files, lays them over each other (flag, manifest, pipeline
 * file, config file, default; the stronger first), checks everything, and says where each thing was written.
 */
import { resolve } from 'node:path'
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { buildPipeline, type LoadKinds, nameForLedger, refuseNoSteps } from '../pipeline/build-pipeline.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import type { Places } from '../pipeline/places.ts'
import { readConfigFile } from './config-file.ts'
import { namingPipeline, pipelineChain } from './find-chain.ts'
import { type FoundPipeline, findPipeline, readPipeline, type Search, shippedRecipes } from './find-pipeline.ts'
import { layered, type Manifest } from './load-layers.ts'
import { loadRecipes } from './load-recipes.ts'
import { takeItems } from './manifest.ts'
import { withInput } from './options-layer.ts'
import type { BatchInput, BatchRequest } from './request.ts'

export type { LoadKinds }

export interface LoadedPipeline {
  readonly pipeline: Pipeline
  /** Said once at the start. */
  readonly warnings: readonly string[]
  /** What somebody who checks the pipeline should know. */
  readonly notes: readonly string[]
  /** Where everything was written, by its path in a pipeline file. */
  readonly places: Places
  /** The items of a manifest. */
  readonly items?: readonly BatchInput[]
}

export interface LoadRules {
  /** Refuse a pipeline without any input. @default true */
  readonly needsInput?: boolean
  /** Another folder of shipped recipes. */
  readonly recipes?: string
}

/** Throws UsageError for everything that can be wrong with the files and flags. */
export async function loadPipeline(request: BatchRequest, kinds: LoadKinds, rules: LoadRules = {}): Promise<LoadedPipeline> {
  const folder = resolve(request.folder ?? process.cwd())
  const config = await readConfigFile(folder)
  const search: Search = { folder, config, recipes: rules.recipes ?? shippedRecipes }
  const manifest = await readManifest(request, folder)
  const chain = await pipelineChain(await outermost(request, manifest, search), search)
  const { value, places, finalConfig } = layered({ request, config, manifest, chain })
  refuseNoSteps(value, places)
  const input = await inputOf(value, request, { folder, items: manifest?.items })
  const main = chain.find(({ value: one }) => one['steps'] !== undefined) ?? chain[0]
  const named = namingPipeline(chain)
  const own = main?.folder ?? folder
  const { recipes, notes } = await loadRecipes(
    { value, places, config: finalConfig, folder: own, way: chain.toReversed() },
    { search, kinds: new Set(kinds.steps.keys()) },
  )
  const { pipeline, places: built } = buildPipeline(
    {
      value: { ...value, ...input },
      places,
      config: finalConfig,
      folder: own,
      workingFolder: folder,
      ...(named?.file !== undefined && { file: named.file }),
      fallbackName: nameForLedger(named?.name ?? 'pipeline'),
      recipes,
    },
    kinds,
  )
  const complete = request.inputs === undefined ? pipeline : { ...pipeline, input: { type: 'inline', options: {} } }
  if (rules.needsInput !== false) refuseNoInput(complete, places)
  return {
    pipeline: complete,
    warnings: config.warnings,
    notes,
    places: built,
    ...(manifest?.items !== undefined && { items: manifest.items }),
  }
}

async function readManifest({ manifest }: BatchRequest, folder: string): Promise<Manifest | undefined> {
  if (manifest === undefined) return undefined
  const found = await readPipeline(resolve(folder, manifest))
  const { items, settings } = takeItems(found.value, found.places)
  return { ...found, value: settings, items }
}

/** The pipeline that was named: by a flag, else the manifest itself, else the config file. */
async function outermost(request: BatchRequest, manifest: Manifest | undefined, search: Search): Promise<FoundPipeline> {
  if (request.pipeline !== undefined) return findPipeline(request.pipeline, search)
  if (manifest !== undefined) return manifest
  const configured = search.config.value['pipeline']
  if (typeof configured === 'string' || isObject(configured)) return findPipeline(configured as string | JsonObject, search) // a part of JSON
  throw new UsageError('PIPELINE_MISSING', 'Expected the name or the path of a pipeline, got none.', {
    fix: '`millrace recipes` lists those that come with it; `pipeline` in millrace.toml names a default.',
  })
}

interface InputSetting {
  readonly folder: string
  readonly items: readonly BatchInput[] | undefined
}

/** The input section that counts: a manifest's items, `--input`, or what the files say. */
async function inputOf(
  { input }: JsonObject,
  request: BatchRequest,
  { folder, items }: InputSetting,
): Promise<{ readonly input?: Json }> {
  if (request.inputs !== undefined) return { input: {} }
  const written = isObject(input) ? (input as JsonObject) : {} // a part of JSON
  if (request.input !== undefined && request.input.length > 0) return { input: await withInput(written, request.input, folder) }
  if (items !== undefined) return { input: { type: 'inline', items: items as unknown as Json } } // made of JSON
  return input === undefined ? {} : { input }
}

function refuseNoInput({ input }: Pipeline, places: Places): void {
  if (input.type !== 'none') return
  throw new UsageError('INPUT_MISSING', 'Expected an input, got none.', {
    place: places.placeOf([], 'key'),
    fix: 'Name one with --input, behind the pipeline, or under `input`.',
  })
}
