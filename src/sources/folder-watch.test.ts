import assert from 'node:assert/strict'
import { appendFile, mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { type Clock, ManualClock, systemClock } from '../base/clock.ts'
import type { SourceEntry, Watching } from './source.ts'
import { watchSourceWith } from './watch.ts'

interface Told {
  readonly folder: string
  readonly watching: Watching
  readonly notices: string[]
  /** The next entry that is taken, or the end. */
  readonly next: () => Promise<SourceEntry | undefined>
  /** As ids, as many as are asked for, in byte order. */
  readonly ids: (count: number) => Promise<readonly string[]>
  readonly stop: () => void
}

const limit = { timeout: 10_000 }

/** Time passes once the watch has looked and rests. */
async function restThen(clock: ManualClock, ms: number): Promise<void> {
  while (clock.sleeping === 0) await turn()
  clock.advance(ms)
}

async function watched(
  t: TestContext,
  files: Readonly<Record<string, string>> = {},
  times = {},
  clock: Clock = systemClock,
): Promise<Told> {
  const { folder, setting } = await sourceFolder(t, files)
  const options = { files: { path: '.' }, settleMs: 0, everyMs: 20, ...times }
  const watchSource = watchSourceWith(clock)
  const source = await watchSource.open(watchSource.options.parse(options), setting)
  const ending = new AbortController()
  t.after(() => ending.abort())
  const reading = source.read(0, ending.signal)[Symbol.asyncIterator]()
  const next = async () => (await reading.next()).value
  const ids = async (count: number) => {
    const found: string[] = []
    while (found.length < count) found.push((await next())?.id ?? 'the end')
    return found.sort()
  }
  const notices: string[] = []
  const { watching } = source
  assert.ok(watching)
  watching.hear((code) => notices.push(code))
  return { folder, watching, notices, next, ids, stop: () => ending.abort() }
}

/** Old enough for every settle time. */
const long = new Date(2_000, 0, 1)

test('files that are there and files that appear are yielded once each, in whatever folder', limit, async (t) => {
  const { folder, ids, next, stop } = await watched(t, { 'a.txt': 'a', 'deep/b.txt': 'b' })
  assert.deepEqual(await ids(2), ['a.txt', 'deep/b.txt'])
  await writeFile(path.join(folder, 'c.txt'), 'c')
  await mkdir(path.join(folder, 'new/er'), { recursive: true })
  await writeFile(path.join(folder, 'new/er/d.txt'), 'd')
  assert.deepEqual(await ids(2), ['c.txt', 'new/er/d.txt'])
  stop()
  assert.equal(await next(), undefined)
})

test('a file that changes is yielded again, with what it is now', limit, async (t) => {
  const { folder, next } = await watched(t, { 'a.txt': 'a' })
  const first = await next()
  await appendFile(path.join(folder, 'a.txt'), 'bc')
  const second = await next()
  assert.deepEqual([first?.id, first?.sizeBytes, second?.id, second?.sizeBytes], ['a.txt', 1, 'a.txt', 3])
  assert.equal(typeof second?.arrivedAt, 'number')
})

test('a file that is still being written waits; it comes once, whole', limit, async (t) => {
  const clock = new ManualClock()
  const { folder, next } = await watched(t, {}, { settleMs: 1_000 }, clock)
  const slow = path.join(folder, 'slow.txt')
  const taken: (number | undefined)[] = []
  void next().then((entry) => taken.push(entry?.sizeBytes))
  for (let pieces = 1; pieces <= 6; pieces += 1) {
    await appendFile(slow, 'x')
    // One look at least sees the piece; the pause after it is shorter than the settle time.
    for (const ms of [60, 800]) await restThen(clock, ms)
    assert.deepEqual(taken, [])
  }
  while (taken.length === 0) {
    clock.advance(60)
    await turn()
  }
  assert.deepEqual(taken, [6])
})

test('a temporary name waits until it is the final one', limit, async (t) => {
  const { folder, ids } = await watched(t, { 'film.mkv.part': 'half', '.hidden.txt': 'h' })
  await writeFile(path.join(folder, 'z.txt'), 'z')
  assert.deepEqual(await ids(1), ['z.txt'])
  await rename(path.join(folder, 'film.mkv.part'), path.join(folder, 'film.mkv'))
  assert.deepEqual(await ids(1), ['film.mkv'])
})

test('what the batch has taken before is not yielded again, what changed since is', limit, async (t) => {
  const { folder, watching, ids } = await watched(t, { 'a.txt': 'a', 'b.txt': 'b' })
  await utimes(path.join(folder, 'a.txt'), long, long)
  const stamp = { path: path.join(folder, 'a.txt'), sizeBytes: 1, mtimeMs: long.getTime(), ctimeMs: 0, inode: 0 }
  watching.remember({ id: 'a.txt', stamp })
  watching.remember({ id: 'b.txt', stamp: { ...stamp, sizeBytes: 9 } })
  assert.deepEqual(await ids(1), ['b.txt'])
  await writeFile(path.join(folder, 'c.txt'), 'c')
  assert.deepEqual(await ids(1), ['c.txt'])
})

test('nothing under the output folders is yielded, also when they are made while it is watched', limit, async (t) => {
  const { folder, ids } = await watched(t)
  for (const name of ['output', 'errors', '.millrace']) {
    await mkdir(path.join(folder, name))
    await writeFile(path.join(folder, name, 'made.txt'), 'made')
  }
  await writeFile(path.join(folder, 'in.txt'), 'in')
  assert.deepEqual(await ids(1), ['in.txt'])
  await writeFile(path.join(folder, 'next.txt'), 'next')
  assert.deepEqual(await ids(1), ['next.txt'])
})

test('a folder that goes away is told once, and so is its return; its files are not taken twice', limit, async (t) => {
  const { folder, notices, next, ids } = await watched(t, { 'in/a.txt': 'a' }, { files: { path: 'in' } })
  const said = async (count: number) => {
    while (notices.length < count) await turn()
  }
  assert.deepEqual(await ids(1), ['a.txt'])
  const inbox = path.join(folder, 'in')
  const coming = next()
  await rename(inbox, path.join(folder, 'away'))
  await said(1)
  await writeFile(path.join(folder, 'away/b.txt'), 'b')
  await rename(path.join(folder, 'away'), inbox)
  assert.equal((await coming)?.id, 'b.txt')
  void next()
  await said(2)
  assert.deepEqual(notices, ['WATCH_GONE', 'WATCH_BACK'])
  await rm(inbox, { recursive: true })
})
