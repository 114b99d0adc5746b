/** The sample table (`stbl`): where each frame's bytes lie and how long it stays. */

import { imageError } from '../image-errors.ts'
import type { SamplePlace } from '../picture.ts'
import { type Box, findBox, fullBox } from './boxes.ts'
import type { Bytes } from './bytes.ts'
import { checkedCount } from './meta-box.ts'

const mostFrames = 65_536

/** @throws PermanentError IMAGE_TRUNCATED when a frame reaches beyond the end of the file. */
export function samplePlaces(table: readonly Box[], sizeBytes: number): SamplePlace[] {
  const sizes = sampleSizes(table)
  const chunks = chunkOffsets(table)
  const runs = chunkRuns(table)
  const places: SamplePlace[] = []
  for (const [index, offset] of chunks.entries()) {
    const run = runs.findLast(({ firstChunk }) => firstChunk <= index + 1)
    const inChunk = sizes.slice(places.length, places.length + (run?.samples ?? 1))
    for (const [n, length] of inChunk.entries()) {
      places.push({ start: offset + inChunk.slice(0, n).reduce((sum, size) => sum + size, 0), length })
    }
  }
  if (places.length === 0 || places.length < sizes.length) {
    throw imageError('IMAGE_CORRUPT', `Expected the places of ${sizes.length} frames, got ${places.length}.`)
  }
  const end = places.reduce((last, { start, length }) => Math.max(last, start + length), 0)
  if (end > sizeBytes)
    throw imageError('IMAGE_TRUNCATED', `Expected frames up to byte ${end}, but the file ends at byte ${sizeBytes}.`)
  return places
}

function tableBytes(table: readonly Box[], type: string): Bytes {
  const box = findBox(table, type)
  if (box === undefined) throw imageError('IMAGE_CORRUPT', `Expected the table "${type}" of the frames, got none.`)
  return fullBox(box.content).bytes
}

function sampleSizes(table: readonly Box[]): number[] {
  const bytes = tableBytes(table, 'stsz')
  const [same, count] = [bytes.uint(4), bytes.uint(4)]
  if (count > mostFrames) throw imageError('IMAGE_TOO_LARGE', `Expected at most ${mostFrames} frames, got ${count}.`)
  if (same > 0) return Array.from({ length: count }, () => same)
  return Array.from({ length: checkedCount(count, bytes, 4) }, () => bytes.uint(4))
}

function chunkOffsets(table: readonly Box[]): number[] {
  const isLong = findBox(table, 'co64') !== undefined
  const bytes = tableBytes(table, isLong ? 'co64' : 'stco')
  const count = checkedCount(bytes.uint(4), bytes, isLong ? 8 : 4)
  return Array.from({ length: count }, () => bytes.sized(isLong ? 8 : 4))
}

function chunkRuns(table: readonly Box[]): { readonly firstChunk: number; readonly samples: number }[] {
  const bytes = tableBytes(table, 'stsc')
  const count = checkedCount(bytes.uint(4), bytes, 12)
  return Array.from({ length: count }, () => {
    const run = { firstChunk: bytes.uint(4), samples: bytes.uint(4) }
    bytes.skip(4)
    return run
  })
}

export interface DurationSetting {
  readonly table: readonly Box[]
  /** Units per second. */
  readonly timescale: number
  readonly count: number
}

/** Milliseconds of each frame; 100 where the file does not say. */
export function frameDurations({ table, timescale, count }: DurationSetting): number[] {
  const box = findBox(table, 'stts')
  if (box === undefined) return Array.from({ length: count }, () => 100)
  const { bytes } = fullBox(box.content)
  const durations: number[] = []
  for (const _ of Array(checkedCount(bytes.uint(4), bytes, 8)).keys()) {
    const [repeat, units] = [bytes.uint(4), bytes.uint(4)]
    for (const _ of Array(Math.min(repeat, count - durations.length)).keys()) durations.push((units * 1000) / timescale)
  }
  return Array.from({ length: count }, (_, index) => durations[index] ?? 100)
}
