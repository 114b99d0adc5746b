/** One test file in its own process, through node's own runner; failures are told in full as they come. */
import { resolve } from 'node:path'
import { run } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'
import { nothing, type Skip, type Tally } from './tally.ts'

export interface FileRun {
  /** Relative to `folder`. */
  readonly file: string
  readonly folder: string
  /** The file's process is ended after so long, and the file has failed. */
  readonly timeoutMs: number
  readonly print: (text: string) => void
}

type EndedTest = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>

/** Lines of a file's own output that are shown when it fails. */
const shownLines = 60

export async function runFile({ file, folder, timeoutMs, print }: FileRun): Promise<Tally> {
  const started = performance.now()
  const printed: string[] = []
  const ends: EndedTest[] = []
  const path = resolve(folder, file)
  for await (const event of run({
    files: [path],
    cwd: folder,
    signal: AbortSignal.timeout(timeoutMs),
  }) as AsyncIterable<TestEvent>) {
    if (event.type === 'test:stdout' || event.type === 'test:stderr') printed.push(event.data.message)
    if (event.type === 'test:pass' || event.type === 'test:fail') ends.push(event)
  }
  const seconds = (performance.now() - started) / 1000
  const tally = tallyOf({ file, path, ends })
  if (tally.failed > 0) print(failureText({ file, path, ends, printed: printed.join('') }))
  return { ...tally, times: [{ file, seconds }] }
}

interface FileEnds {
  readonly file: string
  readonly path: string
  readonly ends: readonly EndedTest[]
}

function tallyOf({ file, path, ends }: FileEnds): Tally {
  const failed = ends.filter((end) => hasFailed(end, path)).length
  const tests = ends.filter((end) => end.type === 'test:pass' && isCounted(end) && !isFile(end, path))
  const skips = tests.filter((end) => end.data.skip !== undefined).map((end) => skipOf(file, end))
  return { ...nothing, failed, skips, passed: tests.length - skips.length }
}

/** A suite is what its tests are; one that was skipped as a whole has none, and counts as one skip. */
function isCounted({ data }: EndedTest): boolean {
  return data.details.type !== 'suite' || data.skip !== undefined
}

/** A suite that failed because of its tests is not counted again; a file without any test has failed. */
function hasFailed(end: EndedTest, path: string): boolean {
  if (isFile(end, path)) return true
  return end.type === 'test:fail' && end.data.details.type !== 'suite'
}

/** Node tells of the file as a test only when it holds none, or when it ended in an unusual way. */
function isFile(end: EndedTest, path: string): boolean {
  return end.data.name === path
}

function skipOf(file: string, { data }: EndedTest): Skip {
  return { file, title: data.name, reason: typeof data.skip === 'string' ? data.skip : 'no reason given' }
}

function failureText({ file, path, ends, printed }: FileEnds & { readonly printed: string }): string {
  const failures = ends
    .filter((end) => hasFailed(end, path))
    .map((end) => `\n✗ ${file}: ${titleOf(end, path)}\n${indent(reasonOf(end))}`)
  const lines = printed.trimEnd().split('\n').slice(-shownLines)
  const output = printed.trim() === '' ? '' : `\n  printed by ${file}:\n${indent(lines.join('\n'))}`
  return `${failures.join('\n')}${output}\n`
}

function titleOf(end: EndedTest, path: string): string {
  return isFile(end, path) ? 'the file as a whole' : end.data.name
}

function reasonOf(end: EndedTest): string {
  if (end.type === 'test:pass') return 'Expected at least one test, got none.'
  const { error } = end.data.details
  const cause = error.cause ?? error
  return cause instanceof Error || typeof cause === 'object' ? inspect(cause, { depth: 4 }) : String(cause)
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ')
}
