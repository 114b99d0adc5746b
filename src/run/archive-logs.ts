import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Packs everything in the logs folder into `<batch>.tar.gz` beside it, with the system's tar. Resolves with its path. */
export async function archiveLogs(folder: string, batch: string): Promise<string> {
  const archive = join(folder, `${batch}.tar.gz`)
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.tar.gz') && !name.startsWith('.'))
  await promisify(execFile)('tar', ['-czf', archive, '-C', folder, '--', ...names])
  return archive
}
