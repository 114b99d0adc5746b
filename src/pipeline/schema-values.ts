/** Values that people write with a unit or in several spellings, as zod types that say what they expect. */
import * as z from 'zod'

const durationUnits: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
}

/** Milliseconds of "30s", "500ms", "1h30m"; nothing for other text. */
export function durationMs(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/([\d.]+)(ms|s|m|h|d)/g)]
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (durationUnits[unit] ?? 0), 0)
}

/** Bytes of "1MB" (1,000,000), "512 KiB" (524,288), "10B"; nothing for other text. */
export function sizeBytes(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?) ?([kmgt]i?b|b)$/i.exec(text) ?? []
  const factor = sizeUnits[unit.toUpperCase()]
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor)
}

/** A duration with its unit, in milliseconds. */
export const duration = z
  .string({ error: 'expected a duration with its unit, such as "30s", "500ms" or "1h30m"' })
  .meta({ examples: ['30s', '500ms', '1h30m'] })
  .transform((text, check) =>
    measured(durationMs(text), check, 'expected a duration with its unit, such as "30s", "500ms" or "1h30m"'),
  )

/** A number of bytes with its unit. */
export const size = z
  .string({ error: 'expected a size with its unit, such as "1MB" or "512KiB"' })
  .meta({ examples: ['1MB', '512KiB'] })
  .transform((text, check) => measured(sizeBytes(text), check, 'expected a size with its unit, such as "1MB" or "512KiB"'))

/** A whole number from 1 up. */
export const count = z.int({ error: 'expected a whole number from 1 up' }).min(1, { error: 'expected a whole number from 1 up' })

/** A whole number from 0 up. */
export const countOrZero = z
  .int({ error: 'expected a whole number from 0 up' })
  .min(0, { error: 'expected a whole number from 0 up' })

export const countOrAuto = z.union([count, z.literal('auto')], { error: 'expected a whole number from 1 up, or "auto"' })

/** How many failures are borne: a count, or a share such as "5%". */
export const tolerance = z
  .union([countOrZero, z.string()], { error: 'expected a count such as 10 or a share such as "5%"' })
  .meta({ examples: [10, '5%'] })
  .transform((value, check) => {
    if (typeof value === 'number') return { count: value }
    const share = /^(\d+(?:\.\d+)?)%$/.exec(value)?.[1]
    if (share !== undefined && Number(share) <= 100) return { share: Number(share) / 100 }
    check.issues.push({ code: 'custom', input: value, message: 'expected a count such as 10 or a share such as "5%"' })
    return z.NEVER
  })

/** One text or several. */
export const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
  error: 'expected text or a list of texts',
})

/** Words of a closed list, in any case. */
export function word<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.preprocess((value) => (typeof value === 'string' ? value.toLowerCase() : value), z.enum(words))
}

export const jsonObject = z.record(z.string(), z.json(), { error: 'expected an object' })

interface Check {
  readonly issues: { push(issue: { code: 'custom'; input: unknown; message: string }): unknown }
  readonly value: unknown
}

function measured(value: number | undefined, check: Check, message: string): number {
  if (value !== undefined) return value
  check.issues.push({ code: 'custom', input: check.value, message })
  return z.NEVER
}
