/** What hooks print, as lines for a person: kept until the batch listens, and bounded. */
export type HearLine = (source: string, text: string) => void

const mostKept = 100
const mostLines = 10_000
const longestLineChars = 2_000

export class HookVoice {
  #kept: (readonly [source: string, text: string])[] = []
  #hear: HearLine | undefined
  #lines = 0

  say(source: string, text: string): void {
    for (const line of text.split('\n')) if (line.trim() !== '') this.#sayLine(source, line.slice(0, longestLineChars))
  }

  /** From now on lines are heard by this, first those that were said before. */
  listen(hear: HearLine): void {
    this.#hear = hear
    for (const [source, text] of this.#kept.splice(0)) hear(source, text)
  }

  #sayLine(source: string, line: string): void {
    this.#lines += 1
    if (this.#lines > mostLines) return
    const text = this.#lines === mostLines ? `… ${source} has printed ${mostLines} lines: further ones are left out` : line
    if (this.#hear !== undefined) this.#hear(source, text)
    else if (this.#kept.length < mostKept) this.#kept.push([source, text])
  }
}
