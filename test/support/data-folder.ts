/** Where real files for tests lie that are not part of the project: the only place that knows. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = process.env['MILLRACE_TEST_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data')

export interface DataFolder {
  readonly path: string
  /** Why tests that need it skip; false where it is there. For node:test's `skip`. */
  readonly skip: string | false
}

/** One of its folders: `avif`, `books` … */
export function dataFolder(name: string): DataFolder {
  const path = join(folder, name)
  return {
    path,
    skip: existsSync(path) ? false : `no test data at ${path}; set MILLRACE_TEST_DATA to the folder that has ${name}/`,
  }
}
