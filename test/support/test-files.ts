/** Which test files there are, in the order in which they run: what tells most in the shortest time comes first. */
import { globSync } from 'node:fs'

export interface Phase {
  readonly name: string
  readonly files: readonly string[]
  /** How many files at once. */
  readonly concurrency: number
}

const kinds = [
  { name: 'project rules', patterns: ['test/*.test.ts'], concurrency: 2 },
  {
    name: 'unit tests',
    patterns: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts', 'test/support/**/*.test.ts'],
    concurrency: 2,
  },
  { name: 'conformance', patterns: ['test/conformance/**/*.test.ts'], concurrency: 2 },
  { name: 'stories', patterns: ['test/stories/**/*.test.ts', 'recipes/**/*.test.ts', 'examples/**/*.test.ts'], concurrency: 2 },
  { name: 'crash tests', patterns: ['test/crash/**/*.test.ts'], concurrency: 2 },
] as const

/** The phases that have files whose path contains one of `filters`; all files without a filter. Paths are relative to `folder`. */
export function testPhases(folder: string, filters: readonly string[]): Phase[] {
  const wanted = (file: string) => filters.length === 0 || filters.some((filter) => file.includes(filter))
  return kinds
    .map(({ name, patterns, concurrency }) => ({
      name,
      concurrency,
      files: globSync([...patterns], { cwd: folder })
        .filter(wanted)
        .sort(),
    }))
    .filter(({ files }) => files.length > 0)
}
