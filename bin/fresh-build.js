// Whether dist/ was built from the sources as they are now. What is not certain to be theirs is never run.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../', import.meta.url))

/** Written last by scripts/bundle.ts: all that the build was made from, as `[path, size, time of the last change]`. */
export const buildRecord = join(project, 'dist/built-from.json')

/** What the record says of a file as it is now; nothing where it is gone. */
export function fileMark(path) {
  const stats = statSync(project + path, { throwIfNoEntry: false })
  return stats && [path, stats.size, stats.mtimeMs]
}

export function isBuildFresh() {
  const record = readRecord()
  return record?.every((mark) => String(mark) === String(fileMark(mark[0]))) ?? false
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(buildRecord, 'utf8'))
  } catch {
    // Never built, or only half.
    return undefined
  }
}
