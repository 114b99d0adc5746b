/** Keeps secret values out of everything that is written down: raw, and in the forms that programs turn them into. */
import { UsageError } from '../base/errors.ts'

export const redactedText = '[secret]'

/** Shorter values would be found everywhere, and hiding them would destroy the text. */
const shortestSecret = 4
/** A form of base64 needs this much of the value to be told from chance. */
const shortestBase64 = 6

/** Takes secrets out of a stream whose chunks may end anywhere. */
export interface StreamRedactor {
  /** What can be passed on; the end may be held back until it is known not to start a secret. */
  add(text: string): string
  /** The rest. */
  end(): string
}

/** Values of the named environment variables. Throws UsageError for one that is not set. */
export function secretsFromEnvironment(names: readonly string[], env: NodeJS.ProcessEnv = process.env): readonly string[] {
  return names.map((name) => {
    const value = env[name]
    if (value !== undefined && value !== '') return value
    throw new UsageError('SECRET_MISSING', `The secret ${name} is not in the environment`, {
      fix: `Set it before you start: export ${name}=…`,
    })
  })
}

/** Replaces every form of every value by `[secret]`. Values of fewer than 4 characters are left alone. */
export function redactor(values: readonly string[]): (text: string) => string {
  const pattern = patternOf(values)
  return pattern === undefined ? (text) => text : (text) => text.replaceAll(pattern, redactedText)
}

export function streamRedactor(values: readonly string[]): StreamRedactor {
  const forms = allForms(values)
  const redact = redactor(values)
  const longest = Math.max(0, ...forms.map((form) => form.length))
  let held = ''
  const add = (text: string) => {
    const all = held + text
    const cut = safeCut(all, forms, longest)
    held = all.slice(cut)
    return redact(all.slice(0, cut))
  }
  const end = () => {
    const rest = redact(held)
    held = ''
    return rest
  }
  return { add, end }
}

/** How much of the text is settled: up to what could be the start of a secret, and never through the middle of one. */
function safeCut(text: string, forms: readonly string[], longest: number): number {
  const first = Math.max(0, text.length - longest + 1)
  const starts = Array.from({ length: text.length - first }, (_, index) => first + index)
  const isStart = (at: number) => forms.some((form) => form.length > text.length - at && form.startsWith(text.slice(at)))
  const cut = starts.find(isStart) ?? text.length
  const through = forms.map((form) => ({ form, at: text.lastIndexOf(form, cut - 1) })).filter(({ at }) => at >= 0)
  return Math.max(cut, ...through.map(({ form, at }) => at + form.length))
}

function patternOf(values: readonly string[]): RegExp | undefined {
  const forms = allForms(values)
  if (forms.length === 0) return undefined
  // Longest first: a form may be the beginning of another.
  const sorted = forms.toSorted((a, b) => b.length - a.length)
  return new RegExp(sorted.map(literally).join('|'), 'g')
}

function literally(form: string): string {
  return form.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

function allForms(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value.length >= shortestSecret).flatMap(formsOf))]
}

function formsOf(value: string): readonly string[] {
  const url = encodeURIComponent(value.toWellFormed())
  const json = JSON.stringify(value).slice(1, -1)
  const lines = value.split(/\r?\n/).filter((line) => line.length >= 16)
  return [
    value,
    url,
    url.replaceAll(/%[0-9A-F]{2}/g, (part) => part.toLowerCase()),
    url.replaceAll('%20', '+'),
    json,
    ...lines,
    ...base64Forms(value),
  ]
}

/**
 * Base64 writes the same bytes in three ways, by where they start in the text around them. Of each, the characters that
 * do not depend on the neighbours.
 */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  if (bytes.length < shortestBase64) return []
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url')
    const start = [0, 2, 3][shift] ?? 0
    const end = Math.floor(((shift + bytes.length) * 8) / 6)
    const safe = text.slice(start, end)
    return [safe, safe.replaceAll('-', '+').replaceAll('_', '/')]
  })
}
