/**
 * Percentiles of any number of values in constant memory: values are counted in buckets that are 2 % wide, so a
 * percentile is off by at most 1 %. Count, sum, smallest and largest are exact.
 */
const width = Math.log(1.02)
const smallest = 0.001
const largest = 1e12
const bucketCount = Math.ceil(Math.log(largest / smallest) / width) + 2

export class Histogram {
  #buckets = new Float64Array(0)
  #count = 0
  #sum = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0

  add(value: number): void {
    // Most of the histograms of a report stay empty: the buckets come with the first value.
    if (this.#count === 0) this.#buckets = new Float64Array(bucketCount)
    const bucket = bucketOf(value)
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
    this.#count += 1
    this.#sum += value
    this.#min = Math.min(this.#min, value)
    this.#max = Math.max(this.#max, value)
  }

  get count(): number {
    return this.#count
  }

  get sum(): number {
    return this.#sum
  }

  get max(): number {
    return this.#max
  }

  /** Undefined where there is no value. */
  get mean(): number | undefined {
    return this.#count === 0 ? undefined : this.#sum / this.#count
  }

  /** The value below or at which `share` (0 to 1) of all values lie. Undefined where there is none. */
  percentile(share: number): number | undefined {
    if (this.#count === 0) return undefined
    const wanted = Math.max(1, Math.ceil(share * this.#count))
    if (wanted >= this.#count) return this.#max
    return Math.min(this.#max, Math.max(this.#min, middleOf(this.#bucketHolding(wanted))))
  }

  #bucketHolding(wanted: number): number {
    let seen = 0
    return this.#buckets.findIndex((count) => {
      seen += count
      return seen >= wanted
    })
  }
}

/** Bucket 0 holds everything that is too small to matter, zero included. */
function bucketOf(value: number): number {
  if (value < smallest) return 0
  return Math.min(bucketCount - 1, 1 + Math.floor(Math.log(value / smallest) / width))
}

function middleOf(bucket: number): number {
  return bucket === 0 ? 0 : smallest * Math.exp((bucket - 0.5) * width)
}
