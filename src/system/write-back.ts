import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Has the system write every changed page to its disk (`sync`); only then can the file cache be dropped whole. */
export async function writeBack(): Promise<void> {
  await promisify(execFile)('sync', [])
}
