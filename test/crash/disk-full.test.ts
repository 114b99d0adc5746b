import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { chance } from '../support/chance.ts'
import { type CrashBatch, crashBatch } from '../support/crash-batch.ts'
import { needsRoot, shortOrFull } from '../support/faults.ts'
import { mountMemory } from '../support/mounts.ts'
import { assertWhole, statusCounts } from '../support/oracle.ts'
import { finish } from '../support/sessions.ts'

/** Leaves about so much room on a file system of its own. */
function fillUp(batch: CrashBatch, freeBytes: number): void {
  const { bavail, bsize } = statfsSync(batch.room.folder)
  writeFileSync(batch.room.path('filler'), Buffer.alloc(Math.max(0, bavail * bsize - freeBytes)))
}

function batchOnSmallDisk(t: TestContext, items: number): CrashBatch {
  return crashBatch(t, { items, commandMs: 0, outputBytes: 20_000, folder: mountMemory(t, '16m') })
}

for (let round = 1; round <= shortOrFull(2, 30); round++) {
  test(`a full disk stops the batch with exit 3, and with room again it is completed (${round})`, {
    skip: needsRoot(),
  }, async (t) => {
    const luck = chance()
    t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
    const batch = batchOnSmallDisk(t, 150)
    fillUp(batch, luck.between(600, 2_600) * 1024)
    const end = await finish(batch)
    assert.equal(end.code, 3, `seed ${luck.seed}: ${end.stderr}`)
    assert.match(end.stderr, /disk|space/i)
    rmSync(batch.room.path('filler'))
    const counts = await statusCounts(batch.room.folder)
    assert.equal(counts.failed, 0, 'a full disk is no failure of an item')
    assert.equal((await finish(batch)).code, 0)
    await assertWhole(batch)
  })
}

test('the file system of the test is really small', { skip: needsRoot() }, (t) => {
  const { stdout } = spawnSync('df', ['--output=size', mountMemory(t, '1m')], { encoding: 'utf8' })
  assert.match(stdout, /\b1024\b/)
})
