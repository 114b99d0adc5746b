/**
 * Where an item's output lies below the output root, decided from facts alone. A layout is a list whose entries nest
 * in order: `tree`, `flat`, `by_date`, `by_size`, `by_dimensions`, or a path template with placeholders.
 */
import path from 'node:path'
import type { JsonObject } from '../base/json.ts'
import { fill } from './placeholders.ts'
import { safeName, slug, splitPath } from './safe-name.ts'

export interface OutputFacts {
  /** The root of everything that is written. Absolute. */
  readonly root: string
  /** The source file's path below its own root, with `/`; absent for items that are not files. */
  readonly relativePath?: string
  readonly id: string
  readonly layout: readonly string[]
  /** File name template; absent: the source's own name, or a slug of the id. */
  readonly naming?: string
  /** Without the dot, when the work changed the format. */
  readonly extension?: string
  /** Of the output. */
  readonly sizeBytes?: number
  readonly width?: number
  readonly height?: number
  /** Milliseconds since 1970; the folder is the day in local time. */
  readonly dateMs?: number
  /** What placeholders of `naming` and of templates see. */
  readonly names: JsonObject
}

export type OutputPlace = { readonly path: string } | { readonly needs: Need }

/** A fact without which the path cannot be known yet. */
export type Need = 'size' | 'dimensions' | 'date'

const layouts = ['tree', 'flat', 'by_date', 'by_size', 'by_dimensions'] as const
type Layout = (typeof layouts)[number]

const sizeClasses = [
  ['small', 100 * 1024],
  ['medium', 500 * 1024],
  ['large', 2 * 1024 * 1024],
  ['xlarge', Number.POSITIVE_INFINITY],
] as const

/** The final path, always below `root`; or the first fact that is missing for it. */
export function outputPath(facts: OutputFacts): OutputPlace {
  const folders: string[] = []
  for (const entry of facts.layout) {
    const found = foldersOf(entry, facts)
    if ('needs' in found) return found
    folders.push(...found.folders)
  }
  const name = namesFile(facts) ? [] : [fileName(facts)]
  return { path: path.join(facts.root, ...[...folders, ...name].map(safeName)) }
}

/** What a layout looks at besides the source: known before the work only when this is empty. */
export function layoutNeeds(layout: readonly string[]): readonly Need[] {
  return [...new Set(layout.flatMap((entry) => needOf(entry) ?? []))]
}

function needOf(entry: string): Need | undefined {
  switch (entry) {
    case 'by_date':
      return 'date'
    case 'by_size':
      return 'size'
    case 'by_dimensions':
      return 'dimensions'
    default:
      return undefined
  }
}

function foldersOf(entry: string, facts: OutputFacts): { readonly folders: readonly string[] } | { readonly needs: Need } {
  const { dateMs, sizeBytes, width, height } = facts
  if (!isLayout(entry)) return { folders: splitPath(String(fill(entry, namesFor(facts)))) }
  switch (entry) {
    case 'tree':
      return { folders: splitPath(path.posix.dirname(facts.relativePath ?? '')) }
    case 'flat':
      return { folders: [] }
    case 'by_date':
      return dateMs === undefined ? { needs: 'date' } : { folders: [localDay(dateMs)] }
    case 'by_size':
      return sizeBytes === undefined ? { needs: 'size' } : { folders: [sizeClass(sizeBytes)] }
    case 'by_dimensions':
      return width === undefined || height === undefined ? { needs: 'dimensions' } : { folders: [`${width}x${height}`] }
  }
}

function isLayout(entry: string): entry is Layout {
  return layouts.some((layout) => layout === entry)
}

/**
 * Whether the last entry is a template that names the file too: its last part holds a dot or a name of the file
 * (`{basename}`, `{stem}`, `{filename}`). A template that ends with `/` never does, nor does one beside a `naming`.
 */
function namesFile({ layout, naming }: OutputFacts): boolean {
  const last = layout.at(-1)
  if (last === undefined || isLayout(last) || naming !== undefined) return false
  const part = last.slice(last.lastIndexOf('/') + 1)
  return /\{(?:basename|stem|filename)\b/.test(part) || part.replace(/\{[^}]*\}/g, '').includes('.')
}

function fileName(facts: OutputFacts): string {
  const { naming, relativePath, id, extension } = facts
  if (naming !== undefined) return splitPath(String(fill(naming, namesFor(facts)))).join('-')
  if (relativePath === undefined) return `${slug(id)}.${extension ?? 'txt'}`
  const { name, ext } = path.posix.parse(relativePath)
  return extension === undefined ? `${name}${ext}` : `${name}.${extension}`
}

/** `{ext}` in a name is the format that is written, not the one that was read. */
function namesFor({ names, extension }: OutputFacts): JsonObject {
  return extension === undefined ? names : { ...names, ext: extension }
}

function sizeClass(sizeBytes: number): string {
  return sizeClasses.find(([, below]) => sizeBytes < below)?.[0] ?? 'xlarge'
}

function localDay(ms: number): string {
  const date = new Date(ms)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
