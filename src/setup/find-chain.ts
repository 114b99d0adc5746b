/** A pipeline may stand on another (`pipeline: { recipe: x }`); this follows the way down. */
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { shown } from '../pipeline/schema-problem.ts'
import { type FoundPipeline, findPipeline, type Search } from './find-pipeline.ts'

const longestChain = 10

/** The innermost pipeline, the one with the steps, first. Throws UsageError for a circle. */
export async function pipelineChain(outermost: FoundPipeline, search: Search): Promise<readonly FoundPipeline[]> {
  const chain = [outermost]
  for (let inner = await below(outermost, search); inner !== undefined; inner = await below(inner, search)) {
    chain.unshift(inner)
    if (chain.length > longestChain) {
      throw new UsageError(
        'PIPELINE_CIRCLE',
        `Expected at most ${longestChain} pipelines that stand on each other, got more: is it a circle?`,
        {
          place: inner.places.placeOf(['pipeline']),
        },
      )
    }
  }
  return chain
}

/** The pipeline that names the batch: the outermost, or the one that a nameless outer one only points at. */
export function namingPipeline(chain: readonly FoundPipeline[]): FoundPipeline | undefined {
  const isPointer = ({ value }: FoundPipeline) => value['name'] === undefined && typeof value['pipeline'] === 'string'
  return chain.findLast((found) => !isPointer(found)) ?? chain.at(-1)
}

async function below(found: FoundPipeline, search: Search): Promise<FoundPipeline | undefined> {
  const { pipeline, steps } = found.value
  if (pipeline === undefined || pipeline === null) return undefined
  const place = found.places.placeOf(['pipeline'])
  if (steps !== undefined) throw new UsageError('PIPELINE_INVALID', 'Expected either `steps` or `pipeline`, got both.', { place })
  const reference = referenceOf(pipeline)
  if (reference === undefined) {
    throw new UsageError('PIPELINE_INVALID', `\`pipeline\`: expected a name, a path or { recipe: … }, got ${shown(pipeline)}.`, {
      place,
    })
  }
  return findPipeline(reference, search)
}

function referenceOf(pipeline: Json): string | JsonObject | undefined {
  if (typeof pipeline === 'string') return pipeline
  if (!isObject(pipeline)) return undefined
  const { recipe } = pipeline
  if (typeof recipe === 'string') return recipe
  return 'steps' in pipeline ? (pipeline as JsonObject) : undefined // a part of JSON
}
