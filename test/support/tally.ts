/** What a run of the tests has found so far, and what it says at its end. */
export interface Skip {
  readonly file: string
  readonly title: string
  readonly reason: string
}

export interface FileTime {
  readonly file: string
  readonly seconds: number
}

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skips: readonly Skip[]
  readonly times: readonly FileTime[]
}

export const nothing: Tally = { passed: 0, failed: 0, skips: [], times: [] }

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(add, nothing)
}

function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skips: [...a.skips, ...b.skips],
    times: [...a.times, ...b.times],
  }
}

/** `412 passed, 1 failed, 3 skipped`. */
export function countsText({ passed, failed, skips }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skips.length} skipped`
}

/** The slowest files and every skip with its reason, as lines. */
export function closingLines(tally: Tally, slowest = 5): string[] {
  const slow = tally.times.toSorted((a, b) => b.seconds - a.seconds).slice(0, slowest)
  return [
    ...(slow.length > 0 ? ['', 'slowest files'] : []),
    ...slow.map(({ file, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${file}`),
    ...(tally.skips.length > 0 ? ['', 'skipped'] : []),
    ...tally.skips.map(({ file, title, reason }) => `  ${file}: ${title} (${reason})`),
  ]
}

/** The sentence that fails a run which skips more than is listed, or nothing. */
export function skipComplaint(tally: Tally, maximum: number): string | undefined {
  if (tally.skips.length <= maximum) return undefined
  return `Expected at most ${maximum} skipped tests, got ${tally.skips.length}: install what they need, or raise the number in test/skips.json.`
}
