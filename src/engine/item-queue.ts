/** First in, first out, with a way back to the front: taking the first of a thousand does not move the others. */
export class ItemQueue<Item> {
  #items: Item[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  take(): Item | undefined {
    const item = this.#items[this.#head]
    if (item === undefined) return undefined
    this.#head += 1
    if (this.#head >= tidyAt && this.#head * 2 > this.#items.length) this.#tidy()
    return item
  }

  putBack(item: Item): void {
    if (this.#head === 0) this.#items.unshift(item)
    else this.#items[--this.#head] = item
  }

  #tidy(): void {
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }
}

const tidyAt = 256
