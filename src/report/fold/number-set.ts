/** A set of whole numbers from 0 in one bit each: a million items take 125 kB. */
export class NumberSet {
  #bits = new Uint8Array(1024)

  add(value: number): void {
    const place = value >> 3
    if (place >= this.#bits.length) this.#grow(place)
    this.#bits[place] = (this.#bits[place] ?? 0) | (1 << (value & 7))
  }

  has(value: number): boolean {
    return ((this.#bits[value >> 3] ?? 0) & (1 << (value & 7))) !== 0
  }

  #grow(place: number): void {
    const grown = new Uint8Array(Math.max(place + 1, this.#bits.length * 2))
    grown.set(this.#bits)
    this.#bits = grown
  }
}
