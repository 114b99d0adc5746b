/** Names that programs give to files they are still writing, and take away when the file is complete. */
const endings = ['.part', '.partial', '.filepart', '.tmp', '.temp', '.crdownload', '.download', '.opdownload', '.swp', '~']

/**
 * Says of a name whether it waits for its final one. An ending that a pattern was written for is no sign of that.
 * @param patterns as the pipeline has them: `*.tmp`
 */
export function temporaryNames(patterns: readonly string[]): (name: string) => boolean {
  const asked = patterns.map((pattern) => pattern.toLowerCase())
  const waiting = endings.filter((ending) => !asked.some((pattern) => pattern.endsWith(ending)))
  return (name) => waiting.some((ending) => name.toLowerCase().endsWith(ending))
}
