/** Where the files of a batch go, as far as it follows from the pipeline alone. */
import { dirname, extname, join } from 'node:path'
import type { OutputDefinition } from '../pipeline/definition.ts'

export interface OutputPlaces {
  /** Everything that steps write lies below it. */
  readonly root: string
  /** Audit, errors and reports; absent when the batch writes no files of its own. */
  readonly logs: string | undefined
}

/** @param folder the working directory, for outputs that are no files */
export function outputPlaces({ type, path }: Pick<OutputDefinition, 'type' | 'path'>, folder: string): OutputPlaces {
  if (path === '-' || type === 'stdout') return { root: join(folder, 'output'), logs: undefined }
  const root = isFolder(type) || extname(path) === '' ? path : dirname(path)
  return { root, logs: join(root, 'logs') }
}

/** These sinks write many files below the path; any other writes the one file that it names, or one in the folder. */
function isFolder(type: string): boolean {
  return type === 'files' || type === 'report'
}
