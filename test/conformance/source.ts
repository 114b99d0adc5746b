/** What every source promises, whatever it reads. A new source is one more call of `testSource`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OpenSource, SourceEntry } from '../../src/sources/source.ts'

export interface SourceCase {
  readonly name: string
  /** Opens the same input each time; called once per read, as a resume does. */
  open(): Promise<OpenSource>
  /** How many entries there are. */
  readonly count: number
}

export function testSource({ name, open, count }: SourceCase): void {
  test(`${name}: two reads yield the same entries in the same order`, async () => {
    const first = await readAll(await open())
    assert.equal(first.length, count)
    assert.deepEqual(await readAll(await open()), first)
  })

  test(`${name}: one open source can be read more than once`, async () => {
    const source = await open()
    const first = await collect(source.read(0, AbortSignal.timeout(60_000)))
    assert.deepEqual(await collect(source.read(0, AbortSignal.timeout(60_000))), first)
    await source.close()
  })

  test(`${name}: what is read after skipping is the tail of the full read`, async () => {
    const full = await readAll(await open())
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: count + 2 }), async (skip) => {
        assert.deepEqual(await readAll(await open(), skip), full.slice(skip))
      }),
      { numRuns: 15 },
    )
  })

  test(`${name}: an abort ends the reading, without an error`, async () => {
    const source = await open()
    const stop = new AbortController()
    stop.abort()
    assert.deepEqual(await collect(source.read(0, stop.signal)), [])
    await source.close()
  })

  test(`${name}: every entry has an id, a size and names its fault when it is broken`, async () => {
    for (const entry of await readAll(await open())) {
      assert.notEqual(entry.id, '')
      assert.ok(entry.sizeBytes >= 0)
      if (entry.kind === 'broken') assert.match(entry.code, /^[A-Z][A-Z0-9_]*$/)
    }
  })

  test(`${name}: a source can be closed twice`, async () => {
    const source = await open()
    await source.close()
    await source.close()
  })
}

export async function readAll(source: OpenSource, skip = 0): Promise<readonly SourceEntry[]> {
  try {
    return await collect(source.read(skip, new AbortController().signal))
  } finally {
    await source.close()
  }
}

async function collect(entries: AsyncIterable<SourceEntry>): Promise<readonly SourceEntry[]> {
  return Array.fromAsync(entries)
}
