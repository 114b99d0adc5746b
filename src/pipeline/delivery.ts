/** How a file gets to its final path: asked for by a step or a sink, done by the engine. */

/** A file that was put at its final path: complete, synced and hashed. */
export interface DeliveredFile {
  /** Absolute. */
  readonly path: string
  readonly sizeBytes: number
  readonly mtimeMs: number
  readonly sha256: string
}

/** One file that is to be put somewhere. */
export interface Delivery {
  /** Absolute; absent: the item's own output path. */
  readonly path?: string
  /** File extension without the dot, for the item's own path, when the step changes the format. */
  readonly extension?: string
  /** Fills the temporary file. What it returns is known before the final path is chosen (`by_dimensions`). */
  write(temporaryPath: string): Promise<DeliveryFacts | undefined>
}

/** What only the written file tells, for layouts that go by it. */
export interface DeliveryFacts {
  readonly width?: number
  readonly height?: number
  /** When the picture was taken (EXIF), for `date_from: exif`. Milliseconds since 1970. */
  readonly takenMs?: number
}
