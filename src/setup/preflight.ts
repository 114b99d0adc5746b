/** What is looked at before the first item, so that a batch does not die of it at the thousandth. */
import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { errorCode, UsageError } from '../base/errors.ts'
import { plainText } from '../base/format.ts'
import { makeFolders } from '../system/make-folders.ts'
import { DependencyPlan } from './dependency-plan.ts'
import { OutputPlan } from './output-plan.ts'
import type { PreparedBatch } from './prepared.ts'

/** Throws OUTPUT_NOT_WRITABLE. Makes the output's folder where there is none. */
export async function refuseUnwritable({ places, pipeline }: PreparedBatch): Promise<void> {
  if (places.logs === undefined) return
  try {
    await makeFolders(places.root)
    await access(places.root, constants.W_OK | constants.X_OK)
  } catch (thrown) {
    throw new UsageError(
      'OUTPUT_NOT_WRITABLE',
      `The output folder ${plainText(places.root)} cannot be written to: ${reasonOf(thrown)}`,
      {
        cause: thrown,
        fix: 'Choose another one with --output, or change its permissions.',
      },
    )
  }
  await refuseFolder(pipeline.output.path, places.root)
}

/** An output that is one file must not be a folder. */
async function refuseFolder(path: string, root: string): Promise<void> {
  if (path === root || dirname(path) !== root) return
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) throw new UsageError('OUTPUT_IS_FOLDER', `Expected output.path to be a file, got the folder ${plainText(path)}.`)
}

/** So many entries, or so long, are looked at before the start; what lies behind is found when it is its turn. */
const mostEntries = 50_000
const longestLookMs = 1_000
/** Items that wait for others are looked at all together or not at all; in larger batches the ledger does it, before any of them starts. */
const mostOrdered = 500_000
/** Their next entry is never waited for. */
const sourcesAtRest = ['files', 'json', 'jsonl', 'csv']

/**
 * Throws NO_INPUT when the source has nothing at all, OUTPUT_COLLISION when two items would write one file, and
 * DEPENDENCY_MISSING or DEPENDENCY_CYCLE when an item would wait for ever: where all of the input was looked at.
 */
export async function refuseInput(prepared: PreparedBatch): Promise<void> {
  // A folder that is watched may be empty, and what comes is seen when it comes.
  if (prepared.source.watching !== undefined) return
  const isAtRest = sourcesAtRest.includes(prepared.pipeline.input.type)
  const outputs = prepared.sink.form === 'item' && isAtRest ? new OutputPlan(prepared) : undefined
  const order = prepared.source.hasOrder === true ? new DependencyPlan() : undefined
  const { limit: mostTaken = Number.POSITIVE_INFINITY } = prepared.pipeline.options
  const looking = new AbortController()
  const started = systemClock.now()
  let seen = 0
  let taken = 0
  for await (const entry of prepared.source.read(0, looking.signal)) {
    seen += 1
    if (!prepared.wanted(entry)) continue
    taken += 1
    outputs?.add(entry)
    order?.add(entry)
    const isLong = seen >= mostEntries || systemClock.now() - started > longestLookMs
    if (order === undefined ? outputs === undefined || isLong : taken >= mostTaken) break
    if (order !== undefined && seen >= mostOrdered) return
  }
  looking.abort('seen enough')
  if (taken === 0) throw noInput(prepared, seen)
  order?.check()
}

function noInput({ pipeline }: PreparedBatch, seen: number): UsageError {
  const { type, options } = pipeline.input
  if (seen > 0) {
    return new UsageError('NOTHING_SELECTED', `None of the ${seen} items of the input is selected by --only and --where.`, {
      fix: 'Check the ids: `millrace run … --dry-run` without the selection lists them.',
    })
  }
  return new UsageError('NO_INPUT', `The input has no items: ${type} ${plainText(JSON.stringify(options))} gave nothing.`, {
    fix: 'Check the path and the pattern; `--input` replaces the pipeline’s own.',
  })
}

function reasonOf(thrown: unknown): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'this user may not',
    EPERM: 'this user may not',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'there is a file of that name',
    ENOENT: 'the file system does not allow folders there',
  }
  const code = errorCode(thrown) ?? ''
  return reasons[code] ?? String(thrown)
}
