import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { type Chance, chance } from '../support/chance.ts'
import { type CrashBatch, crashBatch } from '../support/crash-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { startMillrace } from '../support/millrace.ts'
import { type CuttableDisk, mountCuttable, needsLoopDevice } from '../support/mounts.ts'
import { assertSound, assertWhole, itemLines } from '../support/oracle.ts'
import { livePids } from '../support/processes.ts'
import { finish, isBegun } from '../support/sessions.ts'
import { until } from '../support/until.ts'

interface CutBatch {
  readonly batch: CrashBatch
  /** Items whose end had been told before the power went. */
  readonly told: readonly string[]
}

/** Runs until some items have been told as ended, cuts the power, and mounts what is left. */
async function runAndCut(disk: CuttableDisk, batch: CrashBatch, luck: Chance): Promise<CutBatch> {
  const args = ['run', 'crash.yaml', '--report', 'none', '--progress', 'ndjson']
  const { child, done } = startMillrace(args, { cwd: disk.folder })
  const events: string[] = []
  child.stderr?.on('data', (part: Buffer) => events.push(part.toString()))
  await until(() => toldItems(events).length >= 5, { orWhen: done })
  await systemClock.sleep(luck.between(0, 700))
  const told = toldItems(events)
  child.kill('SIGSTOP')
  disk.cut()
  child.kill('SIGKILL')
  await done
  await until(() => livePids(disk.folder).length === 0)
  disk.powerUp()
  return { batch, told }
}

/** Whole lines only: the last one may still be on its way. */
function toldItems(events: readonly string[]): string[] {
  const lines = events.join('').split('\n').slice(0, -1)
  return [...lines.join('\n').matchAll(/"batch:item:end".*?"id":"(item-\d+)"/g)].map(([, id = '']) => id)
}

async function trial(t: TestContext, durability: 'full' | 'fast'): Promise<CutBatch> {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const disk = mountCuttable(t, 48)
  const batch = crashBatch(t, { items: 400, commandMs: 0, durability, folder: disk.folder })
  disk.settle()
  const cut = await runAndCut(disk, batch, luck)
  assert.ok(cut.told.length >= 5, `seed ${luck.seed}: nothing had ended before the cut`)
  return cut
}

/** An item that the ledger calls done has its whole output. */
async function assertNoFalseSuccess({ batch }: CutBatch): Promise<string[]> {
  assertSound(batch)
  const done = (await itemLines(batch.room.folder)).filter(({ state }) => state === 'succeeded').map(({ id }) => id)
  for (const id of done) assert.equal(readFileSync(batch.room.path('output', `${id}.txt`), 'utf8'), batch.expected(id), id)
  return done
}

for (let round = 1; round <= shortOrFull(3, 50); round++) {
  test(`a power cut loses nothing that was told, and no output is torn (${round})`, { skip: needsLoopDevice() }, async (t) => {
    const cut = await trial(t, 'full')
    const done = await assertNoFalseSuccess(cut)
    assert.deepEqual(
      cut.told.filter((id) => !done.includes(id)),
      [],
    )
    assert.equal((await finish(cut.batch)).code, 0)
    await assertWhole(cut.batch)
  })
}

for (let round = 1; round <= shortOrFull(1, 20); round++) {
  test(`with durability fast a power cut never leaves a false success (${round})`, { skip: needsLoopDevice() }, async (t) => {
    const cut = await trial(t, 'fast')
    // So early that not even the ledger was on the disk: then nothing is called done.
    if (await isBegun(cut.batch)) await assertNoFalseSuccess(cut)
    assert.equal((await finish(cut.batch)).code, 0)
    await assertWhole(cut.batch)
  })
}
