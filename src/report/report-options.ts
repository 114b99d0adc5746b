/** What the report needs to know of the options that a batch was started with. */
import { isObject } from '../base/json.ts'
import type { BatchRow } from '../ledger/rows.ts'

export interface ReportOptions {
  readonly workers: number | 'auto' | undefined
  readonly mode: string | undefined
  /** The report lists every file. */
  readonly listsFiles: boolean
}

/** Run options in `optionsJson` win over those in the pipeline's definition. */
export function reportOptions({ pipelineJson, optionsJson }: Pick<BatchRow, 'pipelineJson' | 'optionsJson'>): ReportOptions {
  const definition = parseObject(pipelineJson)
  const options = { ...objectOr(definition['options']), ...parseObject(optionsJson) }
  const { workers, mode, logs } = options
  return {
    workers: typeof workers === 'number' || workers === 'auto' ? workers : undefined,
    mode: typeof mode === 'string' ? mode : undefined,
    listsFiles: objectOr(logs)['files'] === true,
  }
}

function parseObject(text: string): Record<string, unknown> {
  return objectOr(text === '' ? {} : JSON.parse(text))
}

function objectOr(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {}
}
