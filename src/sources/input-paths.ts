/** From the paths and patterns a person wrote to the plan of a walk. */
import { lstat, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { errorCode, UsageError } from '../base/errors.ts'
import { expandBraces, type GlobRules, isGlob, nameMatcher, type Segment, segmentsOf } from './glob.ts'
import { missingPath, requireFolder } from './missing-path.ts'
import { addPattern, emptyPattern } from './pattern-tree.ts'
import type { WalkPlan } from './walk.ts'

export interface InputPaths {
  readonly path: readonly string[]
  readonly pattern: readonly string[]
  readonly exclude: readonly string[]
  readonly recursive: boolean
  readonly hidden: boolean
}

export type PathPlan = Omit<WalkPlan, 'forbidden'> & {
  /** The folder that ids and relative paths start from. Absolute. */
  readonly root: string
  /** The fixed part of every path and pattern. Absolute. */
  readonly roots: readonly string[]
}

/** What one path or pattern stands for: the folder before the first wildcard, and patterns from `/`. */
interface Wanted {
  readonly root: string
  readonly patterns: readonly (readonly Segment[])[]
}

/** @throws UsageError for what is missing, is no file or folder, or cannot be matched in reasonable time. */
export async function planPaths(input: InputPaths, folder: string): Promise<PathPlan> {
  const bases = input.path.map((text) => path.resolve(folder, text))
  const [leftOut, patterns] = [input.pattern.filter(isNegated), input.pattern.filter((text) => !isNegated(text))]
  const wanted: Wanted[] = []
  if (patterns.length === 0) for (const text of input.path) wanted.push(await want(text, folder, input))
  else for (const base of bases.length > 0 ? bases : [folder]) wanted.push(...(await wantAll(patterns, base, input)))
  const root = commonFolder(wanted.map((one) => one.root))
  const exclude = [...input.exclude, ...leftOut.map((text) => text.slice(1))]
  const includes = emptyPattern()
  for (const segments of wanted.flatMap((one) => one.patterns)) addPattern(includes, segments)
  return {
    includes,
    excludes: excludeTree(exclude, [folder, root, ...bases]),
    excludesName: nameRule(exclude.filter((text) => !text.includes('/'))),
    hidden: input.hidden,
    root,
    roots: [...new Set(wanted.map((one) => one.root))],
  }
}

async function wantAll(patterns: readonly string[], base: string, input: InputPaths): Promise<readonly Wanted[]> {
  await requireFolder(base)
  return Promise.all(patterns.map((text) => want(text, base, input)))
}

async function want(text: string, base: string, input: InputPaths): Promise<Wanted> {
  const named = path.resolve(base, text)
  const kind = await stat(named).catch((thrown) => refuseUnreadable(thrown, named))
  if (kind?.isDirectory()) return { root: named, patterns: [[...names(named), ...everything(input)]] }
  if (kind?.isFile()) return wantFile(named)
  if (kind !== undefined) throw new UsageError('INPUT_KIND', `Expected a file or a folder, got something else at ${named}.`)
  if (!isGlob(text)) throw await missingPath(named)
  return wantGlob(text, base, input)
}

async function wantFile(named: string): Promise<Wanted> {
  const file = (await lstat(named)).isSymbolicLink() ? await realpath(named) : named
  return { root: path.dirname(file), patterns: [names(file)] }
}

async function wantGlob(text: string, base: string, input: InputPaths): Promise<Wanted> {
  const parts = text.split('/')
  const wild = Math.min(parts.findIndex(isGlob), parts.length - 1)
  const root = path.resolve(base, parts.slice(0, wild).join('/') || (text.startsWith('/') ? '/' : '.'))
  await requireFolder(root)
  const alternatives = expandBraces(parts.slice(wild).join('/')).map((pattern) => segmentsOf(pattern, input))
  return { root, patterns: alternatives.map((segments) => [...names(root), ...asFiles(segments, input)]) }
}

/** A `**` at the end stands for the files below; without recursion it stands for no folder at all. */
function asFiles(segments: readonly Segment[], input: InputPaths): readonly Segment[] {
  const ended = segments.at(-1)?.kind === 'deep' ? [...segments, ...segmentsOf('*', input)] : segments
  return input.recursive ? ended : ended.filter(({ kind }) => kind !== 'deep')
}

function everything(input: InputPaths): readonly Segment[] {
  return asFiles(segmentsOf('**/*', input), input)
}

function names(absolute: string): readonly Segment[] {
  return absolute
    .split('/')
    .filter(Boolean)
    .map((name) => ({ kind: 'name', name }))
}

const inFull: GlobRules = { hidden: true }

function excludeTree(exclude: readonly string[], bases: readonly string[]) {
  const tree = emptyPattern()
  for (const text of exclude.filter((one) => one.includes('/'))) {
    const rest = text.replace(/^\.\//, '').replace(/\/+$/, '')
    for (const base of rest.startsWith('/') ? ['/'] : new Set(bases)) {
      for (const pattern of expandBraces(rest.replace(/^\/+/, '')))
        addPattern(tree, [...names(base), ...segmentsOf(pattern, inFull)])
    }
  }
  return tree
}

/** Wildcards match names of files; a name without any also leaves out folders: `node_modules`. */
function nameRule(exclude: readonly string[]): WalkPlan['excludesName'] {
  const plain = new Set(exclude.filter((text) => !isGlob(text)))
  const matchers = exclude.flatMap(expandBraces).map((text) => nameMatcher(text, inFull))
  return (name, isFolder) => (isFolder ? plain.has(name) : matchers.some((matches) => matches(name)))
}

function isNegated(pattern: string): boolean {
  return pattern.startsWith('!') && !pattern.startsWith('!(')
}

function refuseUnreadable(thrown: unknown, named: string): undefined {
  const code = errorCode(thrown)
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined
  throw new UsageError('INPUT_UNREADABLE', `Cannot look at the input ${named}: ${code}.`, {
    cause: thrown,
    fix: 'Give the user that runs Millrace the right to read it.',
  })
}

function commonFolder(roots: readonly string[]): string {
  const [first = [], ...others] = roots.map((root) => root.split('/').filter(Boolean))
  const shared = first.findIndex((part, index) => others.some((other) => other[index] !== part))
  return `/${first.slice(0, shared < 0 ? first.length : shared).join('/')}`
}
