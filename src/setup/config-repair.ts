/**
 * The configuration that people copy has one inline table over many lines without commas, which TOML does not allow.
 * This adds the commas that are missing at line ends inside braces; it is tried only when the text cannot be read as it is.
 */

/** The same text with the missing commas; equal text when none was missing. Lines and columns stay. */
export function withMissingCommas(text: string): string {
  const open: string[] = []
  const pieces = text.match(piece) ?? []
  const commas = new Set<number>()
  let lastValue: number | undefined
  for (const [index, token] of pieces.entries()) {
    if (token === '{' || token === '[') open.push(token)
    if (token === '}' || token === ']') open.pop()
    if (token === '\n' && lastValue !== undefined && open.at(-1) === '{' && needsComma(pieces, index)) commas.add(lastValue)
    lastValue = valueBefore(token, index, lastValue)
  }
  return pieces.map((token, index) => (commas.has(index) ? `${token},` : token)).join('')
}

/** Strings, comments, brackets, line ends, blanks, and runs of anything else. */
const piece = /"""(?:[^\\]|\\.)*?"""|'''.*?'''|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[{}[\],=]|\n|[ \t\r]+|[^\s{}[\],="'#]+|./gs

/** Where a comma would go: behind the last thing that ends a value. */
function valueBefore(token: string, index: number, last: number | undefined): number | undefined {
  if (/^(?:\s|#)/.test(token)) return last
  return token === '{' || token === '[' || token === ',' || token === '=' ? undefined : index
}

/** The next thing is another key, not the end of the table. */
function needsComma(pieces: readonly string[], from: number): boolean {
  const next = pieces.slice(from).find((token) => !/^(?:\s|#)/.test(token))
  return next !== undefined && next !== '}' && next !== ','
}
