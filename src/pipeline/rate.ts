/** `500/m`: how rates and large amounts are written. */
import type { Rate } from './limit-definition.ts'

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

const longNames: Readonly<Record<string, string>> = { sec: 's', second: 's', min: 'm', minute: 'm', hour: 'h', day: 'd' }

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 }

/** `1.5`, `10k`, `2M`; nothing for other text. */
export function amountOf(text: string): number | undefined {
  const [, digits, factor = ''] = /^(\d+(?:\.\d+)?)\s?([km])?$/i.exec(text.trim()) ?? []
  return digits === undefined ? undefined : Number(digits) * (factors[factor.toLowerCase()] ?? 1)
}

/** A rate, or the sentence that says why it is none. */
export function readRate(text: string): Rate | string {
  const [amountText = '', unitText, ...more] = text.split('/')
  const amount = amountOf(amountText)
  if (amount === undefined || unitText === undefined || more.length > 0)
    return `"${text}" is no rate: expected a number per time, such as "20/s" or "500/m".`
  const unit = unitText.trim().toLowerCase()
  const perMs = units[longNames[unit] ?? unit]
  if (perMs === undefined) return `"${text}" is no rate: expected s, m, h or d behind the "/", got "${unitText.trim()}".`
  if (amount === 0) return `"${text}" lets nothing start: expected a rate above 0.`
  return { amount, perMs }
}
