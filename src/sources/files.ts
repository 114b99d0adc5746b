/** Files as items: paths, folders and patterns, read while the batch runs. */
import { lstat } from 'node:fs/promises'
import * as z from 'zod'
import { errorCode } from '../base/errors.ts'
import { defineSource } from './define-source.ts'
import { forbiddenFolders, refuseForbiddenRoot } from './forbidden.ts'
import { type PathPlan, planPaths } from './input-paths.ts'
import { isText, printableRaw, rawText, toRaw } from './raw-name.ts'
import type { BrokenEntry, ItemEntry, SourceEntry, SourceSetting } from './source.ts'
import { type Found, type WalkPlan, walk } from './walk.ts'

const texts = z.union([
  z
    .string()
    .min(1)
    .transform((text) => [text]),
  z.array(z.string().min(1)).readonly(),
])

export const filesOptions = z
  .strictObject({
    path: texts.optional().describe('A folder, a file or a pattern, or several. Relative to the folder the command runs in.'),
    pattern: texts.optional().describe('One or several patterns (`**/*.py`), below `path` where that is given. `!` leaves out.'),
    exclude: texts
      .optional()
      .describe('What to leave out. Without a `/` it is a file name at any depth, or the name of a folder.'),
    recursive: z.boolean().default(true).describe('Also files in folders below.'),
    hidden: z.boolean().default(false).describe('`*` and folders also yield names that begin with a dot.'),
  })
  .refine(({ path, pattern }) => path !== undefined || pattern !== undefined, {
    error: 'expected `path` (a folder or a file) or `pattern` (such as "**/*.py")',
  })

export type FilesOptions = z.infer<typeof filesOptions>

/** What `data` of a file has. */
export const fileFields = ['path', 'relative_path', 'size', 'mtime'] as const

/** How many files are looked at together. */
const lookAhead = 64

/**
 * The id is the path below the folder that all paths and patterns share. `data` has `path` (absolute), `relative_path`,
 * `size` (bytes) and `mtime` (ISO 8601).
 */
export const filesSource = defineSource<FilesOptions>({
  type: 'files',
  options: filesOptions,
  async open(options, setting) {
    const plan = await planFiles(options, setting)
    return {
      envelope: {},
      fields: fileFields,
      read: async function* (skip, signal) {
        const forbidden = await forbiddenFolders(setting.forbidden)
        yield* readFiles({ ...plan, forbidden }, { root: plan.root, skip, signal })
      },
      close: async () => undefined,
    }
  },
})

/** @throws UsageError for what is missing, cannot be matched, or lies where Millrace writes. */
export async function planFiles(
  { path = [], pattern = [], exclude = [], recursive, hidden }: FilesOptions,
  { folder, forbidden }: Pick<SourceSetting, 'folder' | 'forbidden'>,
): Promise<PathPlan> {
  const plan = await planPaths({ path, pattern, exclude, recursive, hidden }, folder)
  for (const root of plan.roots) await refuseForbiddenRoot(root, forbidden)
  return plan
}

interface Reading {
  readonly root: string
  readonly skip: number
  readonly signal: AbortSignal
}

/** The files of a plan as entries, in the order of the walk. */
export async function* readFiles(plan: WalkPlan, { root, skip, signal }: Reading): AsyncGenerator<SourceEntry> {
  const prefix = root === '/' ? '/' : `${toRaw(root)}/`
  let group: Found[] = []
  let left = skip
  for await (const found of walk(plan, signal)) {
    // Skipped before it is looked at: whether a file still exists cannot move the place.
    if (left > 0) left--
    else group.push(found)
    if (group.length < lookAhead) continue
    yield* await Promise.all(group.map((one) => entryOf(one, prefix)))
    group = []
  }
  yield* await Promise.all(group.map((one) => entryOf(one, prefix)))
}

async function entryOf(found: Found, prefix: string): Promise<SourceEntry> {
  const relative = found.raw.slice(prefix.length)
  const id = isText(relative) ? rawText(relative) : printableRaw(relative)
  if (found.kind === 'unreadable') {
    return broken(
      id,
      'FOLDER_UNREADABLE',
      `cannot read the folder ${id}: ${whyNot(errorCode(found.error) ?? found.error.message)}`,
    )
  }
  if (!isText(found.raw)) {
    return broken(id, 'NAME_NOT_UTF8', `the name ${id} is not valid UTF-8 (\\x marks its bytes); rename the file to use it`)
  }
  return fileEntry(rawText(found.raw), id)
}

async function fileEntry(path: string, id: string): Promise<ItemEntry | BrokenEntry> {
  const stats = await lstat(path).catch((thrown) => errorCode(thrown) ?? String(thrown))
  if (typeof stats === 'string')
    return broken(id, 'FILE_GONE', `cannot look at the file ${id}, found a moment before: ${whyNot(stats)}`)
  const { size, mtimeMs, ctimeMs, ino } = stats
  return {
    kind: 'item',
    id,
    idIsHash: false,
    data: { path, relative_path: id, size, mtime: isoTime(mtimeMs) },
    metadata: {},
    sizeBytes: size,
    priority: 0,
    stamp: { path, sizeBytes: size, mtimeMs, ctimeMs, inode: ino },
  }
}

function whyNot(code: string): string {
  return code === 'EACCES' || code === 'EPERM' ? `${code}; give the user that runs Millrace the right to read it` : code
}

/** Some file systems hold times that no calendar reaches. */
function isoTime(ms: number): string {
  const furthest = 8.64e15
  return new Date(Math.max(-furthest, Math.min(furthest, ms))).toISOString()
}

function broken(id: string, code: string, message: string): BrokenEntry {
  return { kind: 'broken', id, code, message, sizeBytes: 0 }
}
