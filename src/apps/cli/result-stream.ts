/**
 * Standard output, which carries the result and nothing else. A reader that has seen enough (`| head`) ends the writing
 * quietly; a slow one is waited for, so that no list is ever held in memory.
 */
export class ResultStream {
  readonly #stream: NodeJS.WritableStream
  #hasReader = true

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream
    stream.on('error', (error: NodeJS.ErrnoException) => this.#noticeLoss(error))
  }

  /** False when nobody reads any more: the caller may stop. */
  async write(text: string): Promise<boolean> {
    if (!this.#hasReader) return false
    await new Promise<void>((resolve) => {
      this.#stream.write(text, (error) => {
        if (error) this.#noticeLoss(error)
        resolve()
      })
    })
    return this.#hasReader
  }

  line(text: string): Promise<boolean> {
    return this.write(`${text}\n`)
  }

  /** One value, easy to read for people and programs. */
  json(value: unknown): Promise<boolean> {
    return this.line(JSON.stringify(value, null, 2))
  }

  /** One JSON object per line, as many as the reader wants. */
  async jsonLines(values: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
    for await (const value of values) if (!(await this.line(JSON.stringify(value)))) return
  }

  async lines(lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
    for await (const line of lines) if (!(await this.line(line))) return
  }

  #noticeLoss(error: NodeJS.ErrnoException): void {
    if (error.code !== 'EPIPE') throw error
    this.#hasReader = false
  }
}
