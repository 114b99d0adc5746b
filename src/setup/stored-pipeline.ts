/** A pipeline as the ledger keeps it: a resume works with what the batch began with, whatever the file says by then. */
import { LedgerError } from '../base/errors.ts'
import { isObject } from '../base/json.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import { noHooks } from '../pipeline/hook-definition.ts'

const format = 1

/** What older versions did not write. */
const defaults: Partial<Pipeline> = { after: [], hooks: noHooks }

export function toJson(pipeline: Pipeline): string {
  return JSON.stringify({ format, pipeline })
}

/** Throws LedgerError for text that `toJson` of this version did not write. */
export function fromJson(text: string): Pipeline {
  const stored = parsed(text)
  if (isObject(stored) && stored['format'] === format && isObject(stored['pipeline']))
    return { ...defaults, ...(stored['pipeline'] as unknown as Pipeline) } // written by toJson
  const found = isObject(stored) && 'format' in stored ? `form ${String(stored['format'])}` : 'something else'
  throw new LedgerError('PIPELINE_UNREADABLE', `Expected a stored pipeline of form ${format}, got ${found}.`, {
    fix: 'Resume the batch with the version of Millrace that began it, or start a new one with `millrace run`.',
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new LedgerError('PIPELINE_UNREADABLE', 'The stored pipeline is damaged: it is no JSON.', { cause: thrown })
  }
}
