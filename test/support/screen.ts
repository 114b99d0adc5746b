import { PassThrough } from 'node:stream'

/** A stream that remembers what was written to it, a terminal or not. */
export class Screen extends PassThrough {
  readonly isTTY: boolean
  readonly columns: number
  readonly rows: number
  text = ''

  constructor({ isTTY = false, columns = 80, rows = 24 } = {}) {
    super()
    this.isTTY = isTTY
    this.columns = columns
    this.rows = rows
    this.on('data', (chunk) => {
      this.text += String(chunk)
    })
  }

  get lines(): readonly string[] {
    return this.text.split('\n').filter((line) => line !== '')
  }
}
