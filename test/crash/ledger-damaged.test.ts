import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { LedgerError } from '../../src/base/errors.ts'
import { openLedger } from '../../src/ledger/sqlite.ts'
import { batchOf, result, settle } from '../conformance/ledger-builder.ts'
import { type Chance, chance } from '../support/chance.ts'
import { shortOrFull } from '../support/faults.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const items = 300
const ids = Array.from({ length: items }, (_, at) => `item ${at + 1}`)
const settledIds = new Set(ids.filter((_, at) => at % 3 === 0))

/** A ledger whose owner died with a third of the items settled: `live` as it lay on disk, `closed` all in the main file. */
async function deadLedger(t: TestContext): Promise<Workspace> {
  const room = workspace(t)
  const ledger = await openLedger({ file: room.path('p.db'), durability: 'full' })
  const batch = await batchOf(ledger, ids)
  for (const [at, id] of ids.entries())
    if (settledIds.has(id)) await ledger.commit([settle(batch, at + 1, { results: [result(id)] })])
  // Another process copies: closing a handle to the file in this one would drop the locks of SQLite.
  for (const suffix of ['', '-wal']) spawnSync('cp', [room.path(`p.db${suffix}`), room.path(`live.db${suffix}`)])
  await ledger.close()
  copyFileSync(room.path('p.db'), room.path('closed.db'))
  return room
}

type Verdict = 'refused' | 'sound'

/** Opens a damaged copy: it is refused as damaged, or tells no item as succeeded that was not. */
async function judge(file: string, seed: string): Promise<Verdict> {
  try {
    const ledger = await openLedger({ file, durability: 'full' })
    try {
      const told = await ledger.read({ get: 'items', batch: 1, states: ['succeeded'], after: 0, limit: items * 2 })
      const batch = await ledger.read({ get: 'batch', batch: 1 })
      for (const { id } of told) assert.ok(settledIds.has(id), `${JSON.stringify(id)} never succeeded (${seed})`)
      assert.equal(batch?.counts.succeeded ?? 0, told.length, seed)
    } finally {
      await ledger.close()
    }
    return 'sound'
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error
    assert.match(error.message, /damaged|cannot be read|did not take/, seed)
    return 'refused'
  }
}

function flipBit(from: string, to: string, luck: Chance): void {
  const bytes = readFileSync(from)
  const at = luck.between(0, bytes.length - 1)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << luck.between(0, 7))
  writeFileSync(to, bytes)
}

test('after a bit has flipped in the file, it is refused or tells the truth about what succeeded', async (t) => {
  const room = await deadLedger(t)
  const luck = chance()
  const verdicts = { refused: 0, sound: 0 }
  for (let trial = 0; trial < shortOrFull(20, 200); trial++) {
    const file = room.path(`flip-${trial}.db`)
    flipBit(room.path('closed.db'), file, luck)
    verdicts[await judge(file, `MILLRACE_SEED=${luck.seed}, trial ${trial}`)] += 1
  }
  assert.ok(verdicts.refused > 0, `no flip was noticed: ${JSON.stringify(verdicts)}`)
})

test('a journal that was cut short, or in which a bit flipped, gives a consistent earlier state', async (t) => {
  const room = await deadLedger(t)
  const luck = chance()
  const whole = statSync(room.path('live.db-wal')).size
  for (let trial = 0; trial < shortOrFull(20, 200); trial++) {
    const file = room.path(`cut-${trial}.db`)
    copyFileSync(room.path('live.db'), file)
    copyFileSync(room.path('live.db-wal'), `${file}-wal`)
    if (trial % 2 === 0) truncateSync(`${file}-wal`, luck.between(0, whole))
    else flipBit(room.path('live.db-wal'), `${file}-wal`, luck)
    await judge(file, `MILLRACE_SEED=${luck.seed}, trial ${trial}`)
  }
})
