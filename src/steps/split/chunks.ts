/** Windows over a list: `size` entries each, the last `overlap` of one begin the next. */
export interface ChunkSize {
  /** From 1. */
  readonly size: number
  /** Below `size`. */
  readonly overlap: number
}

export function chunks<Entry>(entries: readonly Entry[], { size, overlap }: ChunkSize): readonly (readonly Entry[])[] {
  const made: (readonly Entry[])[] = []
  for (let at = 0; at < entries.length; at += size - overlap) {
    made.push(entries.slice(at, at + size))
    // What lies behind is nothing but the overlap.
    if (at + size >= entries.length) break
  }
  return made
}
