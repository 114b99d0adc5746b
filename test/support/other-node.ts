/** A Node on this machine that is too old to run Millrace itself, for tests of the launcher. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface OtherNode {
  readonly path: string
  /** Why there is none; false where there is one. */
  readonly missing: string | false
}

export function otherNode(): OtherNode {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'))
  const path = candidates.find((candidate) => existsSync(candidate) && isOld(candidate))
  return path === undefined ? { path: '', missing: 'no older Node on the PATH' } : { path, missing: false }
}

function isOld(node: string): boolean {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  const major = Number(/^v(\d+)\./.exec(stdout)?.[1])
  return major >= 18 && major < 24
}
