/** Names that stand for many ids: `*` for any characters, `/` among them, `?` for one. */

export function isIdPattern(name: string): boolean {
  return name.includes('*') || name.includes('?')
}

/** What every fitting id begins with. */
export function patternStart(pattern: string): string {
  return pattern.slice(0, pattern.search(/[*?]|$/))
}

/**
 * Goes back only to the last `*`, so that no pattern takes longer than the product of both lengths.
 * Compares UTF-16 units: a `?` takes half of a character beyond U+FFFF.
 */
export function fitsPattern(id: string, pattern: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  for (let i = 0; i < id.length; ) {
    const expected = pattern[at]
    if (expected === '*') {
      star = at++
      resume = i
    } else if (expected !== undefined && (expected === '?' || expected === id[i])) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++resume
    } else {
      return false
    }
  }
  return /^\**$/.test(pattern.slice(at))
}
