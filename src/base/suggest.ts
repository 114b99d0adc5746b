/** The known name that was probably meant, or nothing where none is near. */
export function suggest(given: string, known: Iterable<string>): string | undefined {
  const near = [...known]
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(given.length, name.length) / 3)))
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.name
}

/** ` Did you mean "x"?`, ready to append to a message, or nothing. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const name = suggest(given, known)
  return name === undefined ? '' : ` Did you mean "${name}"?`
}

/** As `didYouMean`; where nothing is near, the names that there are. */
export function meantOrKnown(given: string, known: Iterable<string>): string {
  const names = [...known]
  const hint = didYouMean(given, names)
  return hint === '' && names.length > 0 ? ` Known: ${names.join(', ')}.` : hint
}

/** Damerau–Levenshtein (neighbours may be swapped), over at most 64 characters of each. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 64)
  const b = right.slice(0, 64)
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(cell({ a, b, i, j, rows, row }))
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

interface Cell {
  readonly a: string
  readonly b: string
  readonly i: number
  readonly j: number
  readonly rows: readonly (readonly number[])[]
  readonly row: readonly number[]
}

function cell({ a, b, i, j, rows, row }: Cell): number {
  const at = (r: number, c: number) => (r === i ? row[c] : rows[r]?.[c]) ?? Number.POSITIVE_INFINITY
  const same = a[i - 1] === b[j - 1]
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
  return Math.min(
    at(i - 1, j) + 1,
    at(i, j - 1) + 1,
    at(i - 1, j - 1) + (same ? 0 : 1),
    swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
  )
}
