/** Files that a person wrote, found and read with limits. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, UsageError } from '../base/errors.ts'
import { refuseSize } from '../pipeline/parse-text.ts'

export const textEndings = ['.yaml', '.yml', '.toml', '.json']

/** The first of these names that is a file in the folder. Absolute. */
export async function firstFile(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const file = join(folder, name)
    if (await isFile(file)) return file
  }
  return undefined
}

export async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(absent)
  return found?.isFile() ?? false
}

export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(absent)
  return found?.isDirectory() ?? false
}

/** UTF-8 text of at most 4 MiB. Throws UsageError for anything else. */
export async function readTextFile(file: string): Promise<string> {
  try {
    refuseSize((await stat(file)).size, file)
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown
    throw new UsageError('FILE_UNREADABLE', `Cannot read ${file}: ${reasons[errorCode(thrown) ?? ''] ?? String(thrown)}.`, {
      cause: thrown,
      place: { file },
    })
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
}

/** What cannot be looked at is not there for us. Anything else is told when it is read. */
function absent(): undefined {
  return undefined
}
