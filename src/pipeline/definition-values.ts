/** Small pieces of a definition from what the file says. */
import { isAbsolute, resolve } from 'node:path'

/** One text or several, as a list. */
export function textsOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** Absolute; relative paths start in `folder`. `-` stays. */
export function absolutePath(path: string, folder: string): string {
  return path === '-' || isAbsolute(path) ? path : resolve(folder, path)
}

const layoutWords: Readonly<Record<string, string>> = {
  none: 'tree',
  date: 'by_date',
  size: 'by_size',
  dimensions: 'by_dimensions',
}

/** The layout under its first name: `date` is `by_date`, `none` is `tree`. */
export function layoutWord(entry: string): string {
  return layoutWords[entry] ?? entry
}
