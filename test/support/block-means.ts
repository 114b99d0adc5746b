/** A picture in 64 blocks: the mean of red, green, blue and alpha in each, 0 to 255. Small enough to keep, hard to hit by chance. */

const side = 8

export function blockMeans(pixels: Uint16Array, width: number, height: number): number[] {
  const sums = new Float64Array(side * side * 5)
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * side) / height) * side
    for (let x = 0; x < width; x++) {
      const block = (row + Math.floor((x * side) / width)) * 5
      const at = (y * width + x) * 4
      for (let channel = 0; channel < 4; channel++)
        sums[block + channel] = (sums[block + channel] ?? 0) + (pixels[at + channel] ?? 0)
      sums[block + 4] = (sums[block + 4] ?? 0) + 1
    }
  }
  const blocks = Array.from({ length: side * side }, (_, index) => sums.subarray(index * 5, index * 5 + 5))
  return blocks.flatMap((block) => [...block.subarray(0, 4)].map((sum) => Math.round(sum / (block[4] || 1) / 25.7) / 10))
}

export interface Difference {
  /** Of 255, over all channels. */
  readonly mean: number
  /** Of 255: all but one value in a thousand differ by at most this. */
  readonly almostAll: number
}

export function differenceOf(a: Uint16Array, b: Uint16Array): Difference {
  const counts = new Float64Array(257)
  let sum = 0
  for (let index = 0; index < a.length; index++) {
    const distance = Math.abs((a[index] ?? 0) - (b[index] ?? 0)) / 257
    sum += distance
    const step = Math.ceil(distance)
    counts[step] = (counts[step] ?? 0) + 1
  }
  return { mean: sum / a.length, almostAll: quantile(counts, a.length * 0.999) }
}

function quantile(counts: Float64Array, wanted: number): number {
  let seen = 0
  for (const [value, count] of counts.entries()) {
    seen += count
    if (seen >= wanted) return value
  }
  return counts.length
}
