import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from '../base/errors.ts'

/**
 * Makes a folder and the missing ones above it. Node's own `recursive` never returns where a file system refuses new
 * folders with "no such file" (`/proc`); here the second refusal is an error.
 */
export async function makeFolders(folder: string): Promise<void> {
  if (await make(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) await makeFolders(parent)
  await mkdir(folder)
}

/** False when a folder above is missing. */
async function make(folder: string): Promise<boolean> {
  try {
    await mkdir(folder)
    return true
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return true
    if (errorCode(thrown) === 'ENOENT') return false
    throw thrown
  }
}
