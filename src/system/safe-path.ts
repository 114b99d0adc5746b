/** Paths that come from data: where they may lead, and when two of them mean the same file. */
import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { errorCode, PermanentError } from '../base/errors.ts'

/**
 * The absolute path that `path` means below `root` (relative paths start there). Neither has to exist.
 * Throws PermanentError `PATH_OUTSIDE` when it leads out of the root, by its text or through a symbolic link.
 */
export async function resolveBelow(root: string, path: string): Promise<string> {
  if (path.includes('\0')) throw outside(path, root, 'it holds a NUL character')
  const absolute = resolve(root, path)
  if (!isBelow(root, absolute)) throw outside(path, root, 'it leads out of that folder')
  const [realRoot, realPath] = await Promise.all([realOf(resolve(root)), realOf(absolute)])
  if (!isBelow(realRoot, realPath)) throw outside(path, root, `a link in it leads to ${realPath}`)
  return absolute
}

/** True when `path` lies inside `folder`; a folder is not inside itself. By text alone: links are not looked at. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Equal for paths that some file systems hold to be the same: composed and decomposed letters, capitals and small ones. */
export function pathKey(path: string): string {
  // Upper case first: it unites letters that have two small forms (ß and ss, ς and σ). The dotless ı stays itself.
  return path
    .normalize('NFC')
    .replaceAll(/[^ı]+/g, (part) => part.toUpperCase().toLowerCase())
    .normalize('NFC')
}

/** Where the path really is, as far as it exists; what does not exist yet is appended as written. */
async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (thrown) {
    const parent = dirname(path)
    if (errorCode(thrown) !== 'ENOENT' || parent === path) throw unusable(thrown, path)
    return join(await realOf(parent), relative(parent, path))
  }
}

function unusable(thrown: unknown, path: string): unknown {
  switch (errorCode(thrown)) {
    case 'ENOTDIR':
      return new PermanentError('PATH_UNUSABLE', `A file stands where ${path} needs a folder`, { cause: thrown })
    case 'ELOOP':
      return new PermanentError('PATH_UNUSABLE', `The links in ${path} lead in a circle`, { cause: thrown })
    case 'ENAMETOOLONG':
      return new PermanentError('OUTPUT_NAME_TOO_LONG', `${path} is longer than its file system allows`, {
        cause: thrown,
        fix: 'Shorten it with `output.naming`.',
      })
    default:
      return thrown
  }
}

function outside(path: string, root: string, why: string): PermanentError {
  return new PermanentError('PATH_OUTSIDE', `Expected a path below ${root}, got ${JSON.stringify(path)}: ${why}`)
}
