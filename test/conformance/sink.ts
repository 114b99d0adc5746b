/** What every projecting sink promises. A new one is one more call of `testProjection`. */
import assert from 'node:assert/strict'
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Json } from '../../src/base/json.ts'
import type { BatchOutput } from '../../src/pipeline/outcome.ts'
import type { Projection, ProjectionPlace, ProjectionSink } from '../../src/sinks/sink.ts'
import { workspace } from '../support/sink-place.ts'

export interface SinkCase {
  readonly sink: ProjectionSink
  /** As a person writes them. */
  readonly options?: object
  readonly fileName: string
  /** Where bytes lie before the end, beside the final path. */
  readonly growing?: string
}

export function testProjection({ sink, options = {}, fileName, growing = fileName }: SinkCase): void {
  const name = `${sink.type} ${JSON.stringify(options)}`
  const given = sink.options.parse(options)

  test(`${name}: a crash at any byte behind the committed place leaves the same document in the end`, async (t) => {
    const folder = await workspace(t)
    const rows = sampleRows(30)
    const expected = await written({ place: placeIn(folder, `clean-${fileName}`), rows, sizes: [30] })
    const crash = fc.record({
      sizes: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 12 }),
      lost: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(crash, async (given) => {
        const place = placeIn(folder, `${run++}-${fileName}`)
        assert.equal(await written({ place, rows, ...given }), expected)
      }),
      { numRuns: 12 },
    )
  })

  test(`${name}: a crash behind the end, before it was written down, ends in the same document`, async (t) => {
    const place = placeIn(await workspace(t), fileName)
    const first = await sink.open(given, place)
    const offset = await first.append(sampleRows(3))
    await first.finish()
    const done = await readFile(place.path, 'utf8')
    const again = await sink.open(given, { ...place, offset })
    assert.equal(await again.finish(), place.path)
    assert.equal(await readFile(place.path, 'utf8'), done)
  })

  test(`${name}: a foreign file is refused and stays as it was, unless overwriting is allowed`, async (t) => {
    const place = placeIn(await workspace(t), fileName)
    await writeFile(place.path, 'mine')
    for (const refused of [place, { ...place, overwrite: 'never' as const, isOwn: true }]) {
      await assert.rejects(Promise.resolve(sink.open(given, refused)), { name: 'UsageError', code: 'OUTPUT_EXISTS' })
    }
    assert.equal(await readFile(place.path, 'utf8'), 'mine')
    for (const allowed of [
      { ...place, overwrite: 'always' as const },
      { ...place, isOwn: true },
    ]) {
      await writeFile(place.path, 'mine')
      await (await sink.open(given, allowed)).finish()
      assert.doesNotMatch(await readFile(place.path, 'utf8'), /mine/)
    }
  })

  test(`${name}: a document that lost committed bytes is refused`, async (t) => {
    const place = placeIn(await workspace(t), fileName)
    const first = await sink.open(given, place)
    const offset = await first.append(sampleRows(3))
    await first.close()
    await truncate(path.join(path.dirname(place.path), growing), offset - 1)
    await assert.rejects(Promise.resolve(sink.open(given, { ...place, offset })), { code: 'OUTPUT_CHANGED' })
  })

  test(`${name}: no rows make an empty document, and closing twice is safe`, async (t) => {
    const place = placeIn(await workspace(t), fileName)
    const projection = await sink.open(given, place)
    assert.equal(await projection.append([]), 0)
    assert.equal(await projection.finish(), place.path)
    await projection.close()
    await projection.close()
  })

  interface Writing {
    readonly place: ProjectionPlace
    readonly rows: readonly BatchOutput[]
    /** Rows per append. */
    readonly sizes: readonly number[]
    /** One crash behind each append: which share of it was committed is all or nothing, what is left of it is this. */
    readonly lost?: readonly number[]
  }

  async function written({ place, rows, sizes, lost = [] }: Writing): Promise<string> {
    const file = path.join(path.dirname(place.path), path.basename(place.path).replace(fileName, growing))
    let projection: Projection = await sink.open(given, place)
    let [offset, at] = [0, 0]
    for (let turn = 0; at < rows.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1
      const next = await projection.append(rows.slice(at, at + size))
      const left = lost[turn]
      if (left === undefined) {
        ;[offset, at] = [next, at + size]
        continue
      }
      await projection.close()
      await truncate(file, offset + Math.floor((next - offset) * left))
      if (left > 0.5) await appendFile(file, '\u0000torn')
      projection = await sink.open(given, { ...place, offset, isOwn: true })
    }
    await projection.finish()
    return readFile(place.path, 'utf8')
  }
}

function placeIn(folder: string, fileName: string): ProjectionPlace {
  const batch = { batch_id: 'b1', total: 30 }
  return { path: path.join(folder, fileName), offset: 0, overwrite: 'own', standardOutput: process.stdout, batch }
}

function sampleRows(count: number): readonly BatchOutput[] {
  const results: readonly Json[] = [{ a: 1, b: 'x,"y"\n' }, 'text', { a: '=1+1', '=c': [1], extra: 'é' }, 7]
  return Array.from({ length: count }, (_, n) => ({
    id: `i${n}`,
    success: n % 5 !== 4,
    state: n % 5 === 4 ? 'failed' : 'succeeded',
    ...(n % 5 === 4 ? { error: 'BROKEN: row' } : { result: results[n % results.length] ?? null }),
    metrics: { ms: n },
  }))
}
