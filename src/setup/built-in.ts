/** The parts that Millrace ships; a caller's part of the same name wins. */
import type * as z from 'zod'
import type { LoadKinds } from '../pipeline/build-pipeline.ts'
import { csvSink } from '../sinks/csv.ts'
import { filesSink } from '../sinks/files.ts'
import { jsonSink } from '../sinks/json.ts'
import { jsonlSink } from '../sinks/jsonl.ts'
import { reportSink } from '../sinks/report.ts'
import type { Sink } from '../sinks/sink.ts'
import { stdoutSink } from '../sinks/stdout.ts'
import { csvSource } from '../sources/csv.ts'
import { filesSource } from '../sources/files.ts'
import { inlineSource } from '../sources/inline.ts'
import { jsonSource } from '../sources/json.ts'
import { jsonlSource } from '../sources/jsonl.ts'
import type { Source } from '../sources/source.ts'
import { stdinSource } from '../sources/stdin.ts'
import { commandTool } from '../steps/command.ts'
import { filesystemTool } from '../steps/filesystem.ts'
import { imageTool } from '../steps/image.ts'
import { mergeStep } from '../steps/merge.ts'
import { splitStep } from '../steps/split.ts'
import type { Step } from '../steps/step.ts'
import { transformStep } from '../steps/transform.ts'
import { validateStep } from '../steps/validate.ts'
import type { BatchRequest } from './request.ts'

export interface Parts {
  readonly steps: ReadonlyMap<string, Step>
  readonly sources: ReadonlyMap<string, Source>
  readonly sinks: ReadonlyMap<string, Sink>
}

const steps = [filesystemTool, commandTool, imageTool, transformStep, validateStep, splitStep, mergeStep]
const sources = [filesSource, jsonSource, jsonlSource, csvSource, stdinSource, inlineSource]
const sinks = [filesSink, jsonSink, jsonlSink, csvSink, stdoutSink, reportSink]

export function partsWith(own: BatchRequest['parts'] = {}): Parts {
  return {
    // A part is only ever given options that its own schema has parsed, so that what they are matters to it alone.
    steps: new Map([...steps, ...(own.steps ?? [])].map((step) => [step.kind, step as Step])),
    sources: new Map([...sources, ...(own.sources ?? [])].map((source) => [source.type, source as Source])), // as above
    sinks: new Map([...sinks, ...(own.sinks ?? [])].map((sink) => [sink.type, sink as Sink])), // as above
  }
}

/** The options' schemas of all parts, for whoever checks a pipeline file. */
export function loadKindsOf({ steps, sources, sinks }: Parts): LoadKinds {
  return { steps: optionsOf(steps), sources: optionsOf(sources), sinks: optionsOf(sinks) }
}

function optionsOf(parts: ReadonlyMap<string, { readonly options: z.ZodType }>): ReadonlyMap<string, z.ZodType> {
  return new Map([...parts].map(([name, { options }]) => [name, options]))
}
