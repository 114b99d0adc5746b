/** About how many there were within the last stretch of time: two numbers, however many there were. */
export class RecentCount {
  readonly #ms: number
  #since = 0
  #now = 0
  #before = 0

  /** @param ms how long the stretch is */
  constructor(ms: number) {
    this.#ms = ms
  }

  add(at: number, count: number): void {
    this.#turn(at)
    this.#now += count
  }

  /** Those of the stretch before count as far as they still lie in the last one, as if they had come evenly. */
  at(now: number): number {
    this.#turn(now)
    return Math.round(this.#now + this.#before * (1 - (now - this.#since) / this.#ms))
  }

  #turn(at: number): void {
    const turns = Math.floor((at - this.#since) / this.#ms)
    if (turns < 1) return
    this.#before = turns === 1 ? this.#now : 0
    this.#now = 0
    this.#since += turns * this.#ms
  }
}
