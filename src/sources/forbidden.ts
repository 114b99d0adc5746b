/** Folders that are never an input, recognised by path and, where a link leads to them, by what they are. */
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { UsageError } from '../base/errors.ts'
import { rawBytes, toRaw } from './raw-name.ts'
import type { Forbidden } from './walk.ts'

export async function forbiddenFolders(folders: readonly string[]): Promise<Forbidden> {
  const paths = new Set(folders.map((folder) => toRaw(path.resolve(folder))))
  const identities = new Set<string>()
  for (const raw of paths) identities.add((await identity(raw)) ?? raw)
  return {
    hasFile: (raw) => paths.has(raw),
    hasFolder: async (raw) => paths.has(raw) || identities.has((await identity(raw)) ?? raw),
  }
}

/** @throws UsageError `INPUT_IS_OUTPUT` when everything below the input would be left out. */
export async function refuseForbiddenRoot(root: string, forbidden: readonly string[]): Promise<void> {
  const real = await realOrSame(root)
  for (const folder of forbidden) {
    if (!isWithin(root, folder) && !isWithin(real, await realOrSame(folder))) continue
    throw new UsageError(
      'INPUT_IS_OUTPUT',
      `The input ${root} lies in ${folder}, where Millrace writes: nothing in there is ever an input.`,
      {
        fix: 'Choose another output folder, or move the input out of it.',
      },
    )
  }
}

function isWithin(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner)
  return relative === '' || (relative !== '..' && !relative.startsWith('../'))
}

async function realOrSame(folder: string): Promise<string> {
  // What does not exist yet has no links in its last part.
  return realpath(folder).catch(() => path.resolve(folder))
}

/** Device and inode; nothing for what does not exist (yet). */
async function identity(raw: string): Promise<string | undefined> {
  const stats = await stat(rawBytes(raw)).catch(() => undefined)
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`
}
