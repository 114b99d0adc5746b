/**
 * Walks folders depth first, in the byte order of the paths, and yields what the patterns match.
 *
 * Duties: 1. the same tree always gives the same order; 2. memory holds the names of one folder per depth, never of the
 * whole tree; 3. what cannot be read is yielded as such, never left out in silence; 4. links are not followed, except
 * those that a pattern names in full.
 */
import type { Stats } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { errorCode, toError } from '../base/errors.ts'
import { goesOn, isMatch, onlyNames, type PatternNode, rootNodes, step, stepExact } from './pattern-tree.ts'
import { rawBytes, rawText, toRaw } from './raw-name.ts'

export interface WalkPlan {
  /** Patterns from `/`. */
  readonly includes: PatternNode
  readonly excludes: PatternNode
  /** Names that are left out at any depth. */
  readonly excludesName: (name: string, isFolder: boolean) => boolean
  readonly hidden: boolean
  readonly forbidden: Forbidden
  /** Told of every folder whose entries are read. Raw, without a `/` at the end. */
  readonly onFolder?: (raw: string) => void
}

/** What is never an input: the outputs, and what Millrace keeps for itself. Paths are raw and absolute. */
export interface Forbidden {
  hasFile(raw: string): boolean
  hasFolder(raw: string): Promise<boolean>
}

/** Paths are raw: one character per byte. */
export type Found =
  | { readonly kind: 'file'; readonly raw: string }
  | { readonly kind: 'unreadable'; readonly raw: string; readonly error: Error }

interface Folder {
  /** Ends with `/`. */
  readonly raw: string
  readonly includes: readonly PatternNode[]
  readonly excludes: readonly PatternNode[]
}

interface Frame extends Folder {
  /** Names of what may match, folders with a `/` at the end, in reverse order. */
  readonly names: string[]
}

export async function* walk(plan: WalkPlan, signal: AbortSignal): AsyncGenerator<Found> {
  const top = { raw: '/', includes: rootNodes(plan.includes), excludes: rootNodes(plan.excludes) }
  const frames: Frame[] = [{ ...top, names: await list(top, plan) }]
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    signal.throwIfAborted()
    const name = frame.names.pop()
    if (name === undefined) frames.pop()
    else if (!name.endsWith('/')) yield { kind: 'file', raw: frame.raw + name }
    else {
      const folder = below(frame, name, plan)
      if (await plan.forbidden.hasFolder(folder.raw.slice(0, -1))) continue
      const names = await list(folder, plan).catch(toError)
      if (names instanceof Error) yield { kind: 'unreadable', raw: folder.raw, error: names }
      else frames.push({ ...folder, names })
    }
  }
}

function below(frame: Frame, name: string, plan: WalkPlan): Folder {
  const text = rawText(name.slice(0, -1))
  return {
    raw: frame.raw + name,
    includes: step(frame.includes, text, plan.hidden),
    excludes: step(frame.excludes, text, true),
  }
}

async function list(folder: Folder, plan: WalkPlan): Promise<string[]> {
  const names = onlyNames(folder.includes)
  const kept = names === undefined ? await readFolder(folder, plan) : await probe(names.map(toRaw), folder, plan)
  return kept.sort(descending)
}

/** A folder whose entries are all named in full need not be readable, nor be read. */
async function probe(names: readonly string[], folder: Folder, plan: WalkPlan): Promise<string[]> {
  const kept: string[] = []
  for (const name of names) kept.push(...keep({ name, kind: await namedKind(name, folder) }, folder, plan))
  return kept
}

async function readFolder(folder: Folder, plan: WalkPlan): Promise<string[]> {
  const kept: string[] = []
  plan.onFolder?.(folder.raw.slice(0, -1))
  // The types know text only; with `encoding: 'buffer'` the names are bytes, whatever they hold.
  // Node takes `buffer` and gives bytes; its types know of neither.
  const entries = await opendir(rawBytes(folder.raw), { encoding: 'buffer' as BufferEncoding, bufferSize: 256 })
  for await (const entry of entries) {
    const name = (entry.name as unknown as Buffer).toString('latin1') // as said above
    const isNamed = entry.isSymbolicLink() && stepExact(folder.includes, rawText(name)).length > 0
    kept.push(...keep({ name, kind: isNamed ? await namedKind(name, folder) : entry }, folder, plan))
  }
  return kept
}

/** The name as a frame holds it, or nothing when no pattern wants it. */
function keep({ name, kind }: Candidate, folder: Folder, plan: WalkPlan): readonly string[] {
  const isFolder = kind.isDirectory()
  if (!isFolder && !kind.isFile()) return []
  const text = rawText(name)
  const nodes = step(folder.includes, text, plan.hidden)
  if (!(isFolder ? goesOn(nodes) : isMatch(nodes))) return []
  if (!isFolder && plan.forbidden.hasFile(folder.raw + name)) return []
  if (plan.excludesName(text, isFolder) || isMatch(step(folder.excludes, text, true))) return []
  return [isFolder ? `${name}/` : name]
}

interface Candidate {
  /** Raw. */
  readonly name: string
  readonly kind: Kind
}

type Kind = Pick<Stats, 'isFile' | 'isDirectory'>
const nothing: Kind = { isFile: () => false, isDirectory: () => false }
const file: Kind = { isFile: () => true, isDirectory: () => false }
const unknownFolder: Kind = { isFile: () => false, isDirectory: () => true }

/** What stands at a path that was named in full, links followed. */
async function namedKind(name: string, folder: Folder): Promise<Kind> {
  try {
    return await stat(rawBytes(folder.raw + name))
  } catch (thrown) {
    // A file that the user named and that is gone stays an entry; so does what cannot be looked at: reading it tells.
    if (isMatch(stepExact(folder.includes, rawText(name)))) return file
    return ['ENOENT', 'ENOTDIR'].includes(errorCode(thrown) ?? '') ? nothing : unknownFolder
  }
}

function descending(left: string, right: string): number {
  return left < right ? 1 : left > right ? -1 : 0
}
