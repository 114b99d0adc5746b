import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { PixelStream } from './pixel-stream.ts'

const packed = deflateSync(Buffer.alloc(3_000_000, 'pixels'))

async function inflated(data: Buffer, step: number): Promise<number | Error> {
  const stream = new PixelStream()
  for (let at = 0; at < data.length; at += step) await stream.write(data.subarray(at, at + step))
  return stream.end()
}

test('what comes out is counted, in however many parts it went in', async () => {
  assert.equal(await inflated(packed, 100), 3_000_000)
  assert.equal(await inflated(packed, packed.length), 3_000_000)
})

test('a cut, a broken and an empty stream are errors', async () => {
  const broken = Buffer.from(packed)
  broken[packed.length - 1] = (broken[packed.length - 1] ?? 0) ^ 1
  for (const data of [packed.subarray(0, -4), broken, Buffer.alloc(0), Buffer.from('no zlib at all')]) {
    assert.ok((await inflated(data, 1000)) instanceof Error)
  }
})
