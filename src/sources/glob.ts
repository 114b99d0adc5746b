/**
 * Patterns, cut into one matcher per part of a path. Matching part by part keeps the walk out of folders that cannot
 * hold a match, and keeps every single match short: a name has at most 255 bytes.
 */
import { createRequire } from 'node:module'
import { UsageError } from '../base/errors.ts'

/** One part of a pattern. */
export type Segment =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'glob'; readonly text: string; readonly matches: (name: string) => boolean }
  /** `**`: any number of folders, none included. */
  | { readonly kind: 'deep' }

export interface GlobRules {
  /** `*` also stands for names that begin with a dot. */
  readonly hidden: boolean
}

/** More wildcards in one part make the library's match take seconds on some names. */
const require = createRequire(import.meta.url)
const mostWildcards = 3
const mostAlternatives = 1024

export function isGlob(pattern: string): boolean {
  return /[*?[{]/.test(pattern.replace(/\\./gs, ''))
}

/** `a/{b,c/d}/*` as `a/b/*` and `a/c/d/*`. */
export function expandBraces(pattern: string): readonly string[] {
  const done: string[] = []
  const open = [pattern]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const alternatives = firstAlternatives(next)
    if (alternatives === undefined) done.push(next)
    else open.push(...alternatives.toReversed())
    if (done.length + open.length > mostAlternatives) {
      throw new UsageError('GLOB_TOO_MANY', `"${pattern}" stands for more than ${mostAlternatives} patterns.`, {
        fix: 'Use `*` in place of long lists in braces.',
      })
    }
  }
  return done
}

/** Cuts a pattern without alternatives into its parts. The last part ignores case in the extension. */
export function segmentsOf(pattern: string, rules: GlobRules): readonly Segment[] {
  const parts = pattern.split('/')
  return parts.map((part, index) => segmentOf(part, index === parts.length - 1, rules))
}

/** A matcher for one name; extensions match in any case. */
export function nameMatcher(glob: string, rules: GlobRules): (name: string) => boolean {
  refuseCostly(glob)
  const wanted = lowerExtension(glob)
  const matches = isGlob(wanted) ? compile(wanted, rules) : sameAs(unescaped(wanted))
  return (name) => matches(lowerExtension(name))
}

function segmentOf(part: string, isLast: boolean, rules: GlobRules): Segment {
  if (part === '**') return { kind: 'deep' }
  if (isLast) return { kind: 'glob', text: part, matches: nameMatcher(part, rules) }
  if (!isGlob(part)) return { kind: 'name', name: unescaped(part) }
  refuseCostly(part)
  return { kind: 'glob', text: `${part}/`, matches: compile(part, rules) }
}

function compile(glob: string, { hidden }: GlobRules): (name: string) => boolean {
  // The library would take these as groups, quotes or repeats; as a class of one they are themselves. Classes and escapes stay.
  const escaped = glob
    .replaceAll('[!', '[^')
    .replace(/\\.|\[[^\]]+\]|[()|"+$]/gs, (found) => (found.length > 1 ? found : `[${found}]`))
  // `s`: a name may hold a newline. Without the fast paths, as they mistake some `$`.
  // Loaded when the first pattern needs it.
  const picomatch = require('picomatch') as typeof import('picomatch')
  return picomatch(escaped, { dot: hidden, flags: 's', nonegate: true, noextglob: true, keepQuotes: true, fastpaths: false })
}

function refuseCostly(glob: string): void {
  const wildcards = glob.replace(/\\./gs, '').match(/\*+/g)?.length ?? 0
  if (wildcards > mostWildcards) {
    throw new UsageError(
      'GLOB_TOO_COSTLY',
      `Expected at most ${mostWildcards} \`*\` between two slashes, got ${wildcards} in "${glob}".`,
      {
        fix: 'Use fewer wildcards and leave the rest out with `exclude`.',
      },
    )
  }
  if (!/[@!+*?]\([^)]*\)/.test(glob)) return
  throw new UsageError('GLOB_UNSUPPORTED', `Patterns such as !(…) and +(…) are not supported, got "${glob}".`, {
    fix: 'Use {a,b} for alternatives and `exclude` for what to leave out.',
  })
}

/** The alternatives of the first braces that hold a comma; nothing where there are none. */
function firstAlternatives(pattern: string): readonly string[] | undefined {
  for (let start = 0; start < pattern.length; start++) {
    if (pattern[start] === '\\') start++
    else if (pattern[start] === '{') {
      const group = groupAt(pattern, start)
      if (group === undefined) continue
      const [before, after] = [pattern.slice(0, start), pattern.slice(group.end + 1)]
      return group.parts.map((part) => before + part + after)
    }
  }
  return undefined
}

/** What the braces at `start` hold, cut at their own commas; nothing when they are not closed or hold no comma. */
function groupAt(pattern: string, start: number): { readonly end: number; readonly parts: readonly string[] } | undefined {
  const cuts = [start]
  let depth = 0
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at]
    if (character === '\\') at++
    else if (character === '{') depth++
    else if (character === ',' && depth === 1) cuts.push(at)
    else if (character === '}') depth--
    if (depth > 0) continue
    const parts = cuts.map((cut, index) => pattern.slice(cut + 1, cuts[index + 1] ?? at))
    return parts.length > 1 ? { end: at, parts } : undefined
  }
  return undefined
}

function sameAs(wanted: string): (name: string) => boolean {
  return (name) => name === wanted
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1')
}

function lowerExtension(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? name : name.slice(0, dot) + name.slice(dot).toLowerCase()
}
