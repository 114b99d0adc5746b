import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CrashBatch, crashBatch } from '../support/crash-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { type CommandEnd, millrace } from '../support/millrace.ts'
import { assertWhole } from '../support/oracle.ts'
import { killedSession } from '../support/sessions.ts'

function command(batch: CrashBatch, ...args: readonly string[]): Promise<CommandEnd> {
  return millrace([...args, '--progress', 'none'], { cwd: batch.room.folder })
}

function assertOneOwner(ends: readonly CommandEnd[]): void {
  assert.deepEqual(ends.map(({ code }) => code).toSorted(), [0, 5], ends.map(({ stderr }) => stderr).join('\n---\n'))
  const loser = ends.find(({ code }) => code === 5)
  assert.match(loser?.stderr ?? '', /\b\d+\b/)
  assert.match(loser?.stderr ?? '', /--wait/)
}

for (let round = 1; round <= shortOrFull(1, 50); round++) {
  test(`of two runs started together exactly one owns the ledger (${round})`, async (t) => {
    const batch = crashBatch(t, { items: 10, commandMs: 250 })
    assertOneOwner(await Promise.all([command(batch, 'run', 'crash.yaml'), command(batch, 'run', 'crash.yaml')]))
    await assertWhole(batch)
    assert.equal(batch.log().length, 10)
  })

  test(`of two resumes started together exactly one owns the batch (${round})`, async (t) => {
    const batch = crashBatch(t, { items: 12, commandMs: 250 })
    await killedSession(batch, { kind: 'marks', marks: 3 })
    assertOneOwner(await Promise.all([command(batch, 'resume'), command(batch, 'resume')]))
    await assertWhole(batch)
    assert.ok(batch.log().length <= 14)
  })
}

test('with --wait the second run starts when the first has ended', async (t) => {
  const batch = crashBatch(t, { items: 4, commandMs: 200 })
  const ends = await Promise.all([command(batch, 'run', 'crash.yaml', '--wait'), command(batch, 'run', 'crash.yaml', '--wait')])
  assert.deepEqual(
    ends.map(({ code }) => code),
    [0, 0],
    ends.map(({ stderr }) => stderr).join('\n---\n'),
  )
  assert.equal(batch.log().length, 4)
})
