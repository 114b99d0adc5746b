/** Values of flags: what is allowed, and the sentence that refuses the rest. */
import { InvalidArgumentError } from 'commander'
import type { JsonObject } from '../../../index.ts'

export function wholeNumber(text: string): number {
  return numberFrom(1, text)
}

/** Where none at all makes sense, too. */
export function wholeNumberFrom0(text: string): number {
  return numberFrom(0, text)
}

function numberFrom(least: number, text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
  throw new InvalidArgumentError(`Expected a whole number from ${least} up, got "${text}".`)
}

export function workers(text: string): number | 'auto' {
  if (text === 'auto') return 'auto'
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0) return value
  throw new InvalidArgumentError(`Expected \`auto\` or a whole number from 1 up, got "${text}".`)
}

/** A count, or a share such as `5%`. */
export function tolerance(text: string): number | string {
  if (/^\d+$/.test(text)) return Number(text)
  if (/^\d+(\.\d+)?%$/.test(text)) return text
  throw new InvalidArgumentError(`Expected a count such as 10 or a share such as 5%, got "${text}".`)
}

/** One amount of a budget: `usd=5`, `tokens=2M`, `bytes=1GB`, `time=2h`. */
export function budget(text: string, before: JsonObject = {}): JsonObject {
  const [, unit, amount] = /^(usd|tokens|bytes|time)=(.+)$/.exec(text) ?? []
  if (unit !== undefined && amount !== undefined) return { ...before, [unit]: amount }
  throw new InvalidArgumentError(`Expected an amount such as usd=5, tokens=2M, bytes=1GB or time=2h, got "${text}".`)
}

/** Adds one more to a flag that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** The given flags of a table, by the names that pipeline files use. */
export function renamed(flags: Readonly<Record<string, unknown>>, names: Readonly<Record<string, string>>): JsonObject {
  const given = Object.entries(names).filter(([flag]) => flags[flag] !== undefined)
  // Values come from the parsers above: text, numbers and booleans.
  return Object.fromEntries(given.map(([flag, name]) => [name, flags[flag]])) as JsonObject
}
