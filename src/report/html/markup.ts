/** HTML in which every inserted value is text, unless it was made here: what comes from outside cannot become markup. */
import { plainText } from '../../base/format.ts'

export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Value = Markup | readonly Markup[] | string | number

/** `html\`<td>${name}</td>\``: text is escaped, markup and lists of it are taken as they are. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const texts = parts.map((part, index) => part + textOf(values[index] ?? ''))
  return new Markup(texts.join(''))
}

export const nothing = new Markup('')

const longest = 300

/** Text from outside for a page: one line, no control characters, at most 300 characters, the middle left out. */
export function shown(text: string): string {
  const plain = plainText(text)
  if (plain.length <= longest) return plain
  return `${plain.slice(0, longest / 2).toWellFormed()}…${plain.slice(-longest / 2).toWellFormed()}`
}

function textOf(value: Value): string {
  if (value instanceof Markup) return value.text
  if (typeof value === 'object') return value.map(({ text }) => text).join('')
  return escaped(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? character)
}
