/** What to say about an input that is not there, or cannot be read. */
import { access, constants, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { errorCode, UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'

/** The error for a path that does not exist; it names the neighbour that was probably meant. */
export async function missingPath(named: string): Promise<UsageError> {
  const neighbours = await readdir(path.dirname(named)).catch(() => undefined)
  if (neighbours === undefined) {
    return new UsageError('INPUT_MISSING', `The input ${named} does not exist, nor does the folder it should be in.`, { fix })
  }
  const hint = didYouMean(path.basename(named), neighbours)
  return new UsageError('INPUT_MISSING', `The input ${named} does not exist.${hint}`, { fix })
}

const fix = 'Check the spelling; relative paths start at the folder in which the command runs.'

export async function requireFolder(folder: string): Promise<void> {
  const kind = await stat(folder).catch(() => undefined)
  if (kind === undefined) throw await missingPath(folder)
  if (!kind.isDirectory()) throw new UsageError('INPUT_KIND', `Expected a folder, got a file: ${folder}.`)
  await requireRight(folder, constants.R_OK | constants.X_OK)
}

export async function requireFile(file: string): Promise<void> {
  const kind = await stat(file).catch(() => undefined)
  if (kind === undefined) throw await missingPath(file)
  if (kind.isDirectory()) throw new UsageError('INPUT_KIND', `Expected a file, got a folder: ${file}.`)
  await requireRight(file, constants.R_OK)
}

async function requireRight(named: string, right: number): Promise<void> {
  await access(named, right).catch((thrown) => {
    throw new UsageError('INPUT_UNREADABLE', `Cannot read the input ${named}: ${errorCode(thrown)}.`, {
      cause: thrown,
      fix: 'Give the user that runs Millrace the right to read it.',
    })
  })
}
