/** Names of pipelines by the files of a folder. */
import { readdir } from 'node:fs/promises'
import { parse } from 'node:path'
import { errorCode } from '../base/errors.ts'
import { textEndings } from './find-file.ts'

/** Sorted; empty for a folder that is not there. */
export async function pipelineNames(folder: string): Promise<readonly string[]> {
  const files = await pipelineFiles(folder)
  return [...new Set(files.map((file) => parse(file).name))]
}

/** File names with their endings, sorted. */
export async function pipelineFiles(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder)
    return names.filter((name) => textEndings.some((ending) => name.endsWith(ending))).sort()
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT' || errorCode(thrown) === 'ENOTDIR') return []
    throw thrown
  }
}
