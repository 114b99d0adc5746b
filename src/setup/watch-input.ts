/** A pipeline that is to be watched: refused where its input has nothing that could appear, or where an end is needed. */
import { UsageError } from '../base/errors.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import { filesSource } from '../sources/files.ts'
import type { OpenSource, Source, SourceSetting } from '../sources/source.ts'
import { watchSource } from '../sources/watch.ts'
import type { BatchRequest } from './request.ts'

/** Where the system tells nothing, a file that appears is found after this long at the latest. */
const everyMs = 2_000

/** @param source the one that `input.type` names */
export async function openWatched(pipeline: Pipeline, source: Source, setting: SourceSetting): Promise<OpenSource> {
  const { input, options } = pipeline
  refuseInput(input.type, source)
  refuseEndless(pipeline)
  const files = filesSource.options.parse(input.options)
  return watchSource.open({ files, settleMs: options.watch?.settleMs ?? 0, everyMs }, setting)
}

/** Which items are taken has to be known when the watch goes on, too. */
export function refuseSelection({ only, where }: Pick<BatchRequest, 'only' | 'where'>): void {
  if (only === undefined && where === undefined) return
  const flag = only === undefined ? '--where' : '--only'
  throw new UsageError('WATCH_SELECTION', `Expected the pipeline to say which files are watched, got ${flag}.`, {
    fix: 'Choose them with `input.pattern` and `input.exclude`, or with a step that has `when`.',
  })
}

const whatElse: Readonly<Record<string, string>> = {
  stdin: 'standard input, which ends and does not come again',
  inline: 'items that were given one by one',
}

function refuseInput(type: string, source: Source): void {
  // A caller's own source of the same name wins, and does not know how to watch.
  if (type === 'files' && (source.options as unknown) === filesSource.options) return
  throw new UsageError('WATCH_INPUT', `Expected files to watch, got ${whatElse[type] ?? `an input of type "${type}"`}.`, {
    fix: 'Watch a folder: `millrace run PIPELINE FOLDER --watch`. For anything else, run it again: only what is new or has changed is worked on.',
  })
}

function refuseEndless({ aggregation, after, options }: Pipeline): void {
  if (options.limit !== undefined || (aggregation === undefined && after.length === 0)) return
  const what = aggregation === undefined ? '`after`' : '`aggregation`'
  throw new UsageError(
    'WATCH_END',
    `Expected a pipeline without ${what} to watch: it is done when no item is pending, and a watch goes on.`,
    {
      fix: `Leave ${what} to a run without --watch, or end the watch after so many items with --limit.`,
    },
  )
}
