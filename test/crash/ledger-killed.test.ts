import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { openLedger } from '../../src/ledger/sqlite.ts'
import { type Chance, chance } from '../support/chance.ts'
import { shortOrFull } from '../support/faults.ts'
import { writtenValue } from '../support/ledger-writer.ts'
import { workspace } from '../support/workspace.ts'

const writer = join(import.meta.dirname, '../support/ledger-writer.ts')
const items = shortOrFull(6_000, 60_000)

/** Lets a writer own the ledger for a while, kills it, and returns the seqs that were acknowledged to it. */
async function writeAndKill(file: string, luck: Chance): Promise<number[]> {
  const child = spawn(process.execPath, [writer, file, String(items)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const parts: string[] = []
  const isReady = new Promise<void>((resolve) => {
    child.stdout.on('data', (part: Buffer) => {
      parts.push(part.toString())
      resolve()
    })
  })
  const closed = new Promise((resolve) => child.on('close', resolve))
  await Promise.race([isReady, closed])
  await systemClock.sleep(luck.between(0, 60))
  child.kill('SIGKILL')
  await closed
  // Whole lines only: the last one may be torn.
  return parts
    .join('')
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== 'ready')
    .map(Number)
}

async function succeeded(ledger: Ledger): Promise<Map<number, string | undefined>> {
  const ends = new Map<number, string | undefined>()
  for (let after = 0; ; ) {
    const page = await ledger.read({ get: 'ended', batch: 1, after, limit: 1_000 })
    for (const { seq, state, value, blob } of page)
      if (state === 'succeeded') ends.set(seq, blob ? await ledger.read({ get: 'blob', sha256: blob }) : value)
    const last = page.at(-1)
    if (last === undefined) return ends
    after = last.ended
  }
}

test('a killed owner frees its ledger, and everything that was acknowledged to it is there, whole', async (t) => {
  const luck = chance()
  const file = workspace(t).path('p.db')
  const told = new Set<number>()
  for (let kill = 0; kill < shortOrFull(20, 200); kill++) {
    for (const seq of await writeAndKill(file, luck)) told.add(seq)
    const ledger = await openLedger({ file, durability: 'full' })
    const ends = await succeeded(ledger)
    const row = await ledger.read({ get: 'batch', batch: 1 })
    await ledger.close()
    const seed = `MILLRACE_SEED=${luck.seed}, kill ${kill}`
    for (const seq of told) assert.ok(ends.has(seq), `item ${seq} was acknowledged and is gone (${seed})`)
    for (const [seq, value] of ends)
      assert.equal(value, writtenValue(seq), `the value of item ${seq} is not what was written (${seed})`)
    assert.equal(row?.counts.succeeded, ends.size, seed)
    assert.equal(
      Object.values(row?.counts ?? {}).reduce((sum, count) => sum + count, 0),
      items,
      seed,
    )
  }
  assert.ok(told.size > 0, 'no kill came late enough to prove anything')
})
