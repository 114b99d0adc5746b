/** Figures as people read them. Every text names its unit. */
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `1.5 MiB`: powers of 1,024, three figures. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  // 1,023.9 KiB would be printed as 1024 KiB.
  if (value >= 1023.5 && power < byteUnits.length - 1) return `1 ${byteUnits[power + 1]}`
  return `${threeFigures(value)} ${byteUnits[power] ?? 'B'}`
}

/** `340 ms`, `4.2 s`, `3m 05s`, `2h 04m`, `3d 02h`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${threeFigures(ms / 1000)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(seconds, 60, ['m', 's'])
  const minutes = Math.round(seconds / 60)
  return minutes < 1440 ? pair(minutes, 60, ['h', 'm']) : pair(Math.round(minutes / 60), 24, ['d', 'h'])
}

function pair(total: number, size: number, units: readonly [string, string]): string {
  return `${Math.floor(total / size)}${units[0]} ${String(total % size).padStart(2, '0')}${units[1]}`
}

/** `1,234,567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}

/** A share from 0 to 1 as `97.3 %`; only all of it is `100 %`, only nothing is `0 %`. */
export function formatPercent(share: number): string {
  const percent = share * 100
  if (percent > 99.9 && percent < 100) return '99.9 %'
  if (percent > 0 && percent < 0.1) return '< 0.1 %'
  return `${threeFigures(percent)} %`
}

/** `0.042`, `4.2`, `42`, `1,234`: three figures that count, thousands apart. */
export function threeFigures(value: number): string {
  if (Math.abs(value) >= 999.5) return formatCount(value)
  return String(Number(value.toPrecision(3)))
}

/** `1 item`, `2 items`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`
}

/**
 * Text from outside made safe to print on one line: control characters, escape sequences and marks that turn the
 * direction of writing are shown as `�`, never obeyed.
 */
export function plainText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '�')
}
