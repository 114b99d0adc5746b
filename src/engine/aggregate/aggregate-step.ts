/** The step that makes one result of all, once per batch: folds, fills its template, and writes its file. */
import { writeFile } from 'node:fs/promises'
import * as z from 'zod'
import { isObject, type Json, type JsonObject } from '../../base/json.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { AggregationDefinition, StepDefinition } from '../../pipeline/definition.ts'
import { asText } from '../../pipeline/filters.ts'
import { fill } from '../../pipeline/placeholders.ts'
import type { Step, StepContext } from '../../steps/step.ts'
import type { Fold } from './fold.ts'
import { outputsInOrder } from './outputs-in-order.ts'

export interface AggregateParts {
  readonly ledger: Pick<Ledger, 'read'>
  readonly batch: number
  readonly definition: AggregationDefinition
  /** Absent where only the template says what the result is. */
  readonly fold: Fold | undefined
  /** Of the fold's code. */
  readonly version: string
}

/** What it has made. */
export interface Aggregate {
  /** The filled template. */
  readonly text: string | null
  readonly fold: Json
  /** The file that holds it. */
  readonly file: string | null
}

export const aggregateName = 'aggregate'

const options = z.looseObject({ output: z.string().optional() })

export function aggregateStep(parts: AggregateParts): Step<z.output<typeof options>> {
  const { version } = parts
  return {
    kind: aggregateName,
    options,
    plan: () => ({ effects: 'idempotent', isDurable: true, boundBy: 'io', version, literal: ['fold', 'template'] }),
    run: async ({ output }, context) => ({ ...(await aggregated(parts, output, context)) }),
  }
}

export function aggregateDefinition({ fold, template, output, line }: AggregationDefinition): StepDefinition {
  const written = { ...(fold !== undefined && { fold: { ...fold } }), ...(template !== undefined && { template }) }
  return {
    name: aggregateName,
    kind: aggregateName,
    options: { ...written, ...(output !== undefined && { output }) } as JsonObject, // made of JSON
    output: aggregateName,
    retry: { attempts: 1, backoff: 'constant', delayMs: 0, maxDelayMs: 0, jitter: false },
    optional: false,
    reads: [],
    ...(line !== undefined && { line }),
  }
}

/** What the ledger has kept of it. */
export function readAggregate(value: Json | undefined): Aggregate | undefined {
  if (!isObject(value) || !('fold' in value)) return undefined
  const { text, file } = value
  return {
    text: typeof text === 'string' ? text : null,
    fold: value['fold'] as Json, // a part of JSON
    file: typeof file === 'string' ? file : null,
  }
}

async function aggregated(parts: AggregateParts, output: string | undefined, context: StepContext): Promise<Aggregate> {
  const { template } = parts.definition
  const fold = parts.fold === undefined ? null : await folded(parts, parts.fold, context.signal)
  const text = template === undefined ? null : asText(fill(template, { ...context.names, fold }))
  const file = output === undefined ? null : await written(output, text ?? JSON.stringify(fold, null, 2), context)
  return { text, fold, file }
}

async function folded({ ledger, batch }: AggregateParts, fold: Fold, signal: AbortSignal): Promise<Json> {
  let accumulator = fold.initial()
  for await (const output of outputsInOrder({ ledger, batch, signal })) accumulator = await fold.add(accumulator, output)
  return fold.finish(accumulator)
}

async function written(path: string, text: string, { output }: StepContext): Promise<string> {
  const whole = text.endsWith('\n') ? text : `${text}\n`
  const write = async (temporary: string) => {
    await writeFile(temporary, whole)
    return undefined
  }
  const { path: file } = await output.deliver({ path: await output.resolve(path), write })
  return file
}
