/** Where values stand in the file that a person wrote, so that every error can point there. */
import type { Place } from '../base/errors.ts'

/** Keys and indexes that lead to a value. */
export type Path = readonly (string | number)[]

export interface Places {
  /** Where the value at a path begins (or its key); for a path that is not in the file, its nearest ancestor. */
  placeOf(path: Path, part?: 'key' | 'value'): Place
  /** Where a piece of the text at a path begins: its nth occurrence, from 0. */
  placeOfText(path: Path, piece: string, nth: number): Place
}

/** Offsets of one value: where its key begins, and the value from start to end. */
export interface Span {
  readonly key: number
  readonly start: number
  readonly end: number
}

/** A file's text, with lines and columns for its offsets. */
export class SourceText {
  readonly file: string
  readonly text: string
  #lineStarts: readonly number[] | undefined

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
  }

  at(offset: number): Place {
    this.#lineStarts ??= [0, ...Array.from(this.text.matchAll(/\r\n|\n|\r/g), (match) => match.index + match[0].length)]
    const starts = this.#lineStarts
    const line = starts.findLastIndex((start) => start <= offset)
    return { file: this.file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
}

/** Spans of every value of one file. */
export class SpanPlaces implements Places {
  readonly #source: SourceText
  readonly #spans = new Map<string, Span>()

  constructor(source: SourceText) {
    this.#source = source
  }

  add(path: Path, span: Span): void {
    this.#spans.set(JSON.stringify(path), span)
  }

  placeOf(path: Path, part: 'key' | 'value' = 'value'): Place {
    const span = this.#nearest(path)
    return this.#source.at(part === 'key' ? span.key : span.start)
  }

  placeOfText(path: Path, piece: string, nth: number): Place {
    const { start, end } = this.#nearest(path)
    const inside = this.#source.text.slice(start, end)
    const offset = nthIndex(inside, piece, nth)
    return this.#source.at(offset < 0 ? start : start + offset)
  }

  #nearest(path: Path): Span {
    for (let length = path.length; length >= 0; length--) {
      const span = this.#spans.get(JSON.stringify(path.slice(0, length)))
      if (span !== undefined) return span
    }
    return { key: 0, start: 0, end: this.#source.text.length }
  }
}

/** For values that came from no file: all that is known is what to call their origin. */
export function placesWithoutText(origin: string): Places {
  const place = { file: origin }
  return { placeOf: () => place, placeOfText: () => place }
}

/** The same places, for a value that was taken out at a path. */
export function placesBelow(places: Places, root: Path): Places {
  return {
    placeOf: (path, part) => places.placeOf([...root, ...path], part),
    placeOfText: (path, piece, nth) => places.placeOfText([...root, ...path], piece, nth),
  }
}

function nthIndex(text: string, piece: string, nth: number): number {
  const first = text.indexOf(piece)
  return nth <= 0 || first < 0
    ? first
    : Array.from({ length: nth }).reduce<number>((at) => (at < 0 ? at : text.indexOf(piece, at + 1)), first)
}
