/**
 * A shell command with placeholders, as a script in which values stand as positional parameters: the shell never reads a
 * value as code. How a parameter has to be written depends on the quotes around it, so these are followed.
 */
import { UsageError } from '../base/errors.ts'

export interface ShellScript {
  readonly script: string
  /** What `$1`, `$2` … stand for. */
  readonly values: readonly string[]
}

type Piece = { readonly text: string } | { readonly value: string }

type Mode = 'plain' | 'double' | 'single' | 'backtick'

/** Pieces of a command as literal text and values; each value becomes one word, whatever is in it. */
export function shellScript(pieces: readonly Piece[]): ShellScript {
  const modes: Mode[] = ['plain']
  const values: string[] = []
  let script = ''
  for (const piece of pieces) {
    if ('text' in piece) {
      refuseHereDocument(piece.text, modes)
      follow(piece.text, modes)
      script += piece.text
      continue
    }
    values.push(piece.value)
    script += parameter(values.length, modes.at(-1) ?? 'plain')
  }
  return { script, values }
}

function parameter(index: number, mode: Mode): string {
  switch (mode) {
    case 'double':
      return `\${${index}}`
    case 'single':
      return `'"\${${index}}"'`
    default:
      return `"\${${index}}"`
  }
}

/** Moves over the text and keeps what quotes and substitutions are open at its end. */
function follow(text: string, modes: Mode[]): void {
  for (let at = 0; at < text.length; at++) {
    const mode = modes.at(-1) ?? 'plain'
    const two = text.slice(at, at + 2)
    if (mode !== 'single' && text[at] === '\\') at += 1
    else if (mode === 'single') closeOn(text[at], "'", modes)
    else if (two === '$(') at += open('plain', modes)
    else if (mode === 'double') inDouble(text[at], modes)
    else if (text[at] === '#' && /(^|[\s;&|(])$/.test(text.slice(0, at))) at = endOfLine(text, at)
    else inPlain(text[at], modes)
  }
}

function inDouble(character: string | undefined, modes: Mode[]): void {
  if (character === '`') modes.push('backtick')
  else closeOn(character, '"', modes)
}

function inPlain(character: string | undefined, modes: Mode[]): void {
  switch (character) {
    case "'":
      modes.push('single')
      return
    case '"':
      modes.push('double')
      return
    case '(':
      modes.push('plain')
      return
    case ')':
      if (modes.length > 1 && modes.at(-1) === 'plain') modes.pop()
      return
    case '`':
      if (modes.at(-1) === 'backtick') modes.pop()
      else modes.push('backtick')
  }
}

function closeOn(character: string | undefined, end: string, modes: Mode[]): void {
  if (character === end) modes.pop()
}

function open(mode: Mode, modes: Mode[]): number {
  modes.push(mode)
  return 1
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** In a here-document quotes are text, and there is no way to write a word. */
function refuseHereDocument(text: string, modes: readonly Mode[]): void {
  if (modes.at(-1) === 'single' || !/<<-?\s*['"\\]?\w/.test(text)) return
  throw new UsageError('SHELL_HERE_DOCUMENT', 'A shell command with placeholders may not have a here-document (<<)', {
    fix: 'Hand the text over with `stdin`, or the values with `env`.',
  })
}
