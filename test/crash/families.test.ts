/** Kills while items are split, worked on in groups, put together and folded: the same result, to the byte. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Chance, chance } from '../support/chance.ts'
import { type FamilyBatch, type FamilySetting, familyBatch } from '../support/family-batch.ts'
import { failpointNames, shortOrFull } from '../support/faults.ts'
import { assertSound, countsSum, itemLines, statusCounts } from '../support/oracle.ts'
import { until } from '../support/until.ts'

const documents = shortOrFull(40, 5_000)
const kills = shortOrFull(3, 10)
const setting: FamilySetting = { documents, parts: 20, group: 20, callMs: shortOrFull(30, 5) }
const parts = documents * setting.parts

interface Session {
  readonly isFirst: boolean
  readonly luck: Chance
}

/** Somewhere on the way: at a number of parts worked on, or at a point of the code. */
async function killedOnce(batch: FamilyBatch, { isFirst, luck }: Session): Promise<boolean> {
  const before = batch.log().length
  const { child, done } = batch.start(isFirst ? 'run' : 'resume')
  const ended = done.then(() => true)
  const enough = before + luck.between(1, Math.ceil(parts / (kills + 1)))
  await until(() => batch.log().length >= enough, { orWhen: ended, everyMs: 5 })
  child.kill('SIGKILL')
  return (await done).signal === 'SIGKILL'
}

async function assertWhole(batch: FamilyBatch): Promise<void> {
  const counts = await statusCounts(batch.room.folder)
  assert.equal(counts.state, 'completed')
  assert.equal(counts.succeeded, documents + parts)
  assert.equal(countsSum(counts), documents + parts)
  assert.equal(new Set(batch.log()).size, parts)
  assertSound(batch)
}

test(`${documents} documents in ${parts} parts come together as if nothing had happened, after ${kills} kills`, async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const undisturbed = familyBatch(t, setting)
  const whole = await undisturbed.start('run').done
  assert.equal(whole.code, 0, whole.stderr)
  await assertWhole(undisturbed)

  const batch = familyBatch(t, setting)
  const killed: boolean[] = []
  for (let n = 0; n < kills; n++) killed.push(await killedOnce(batch, { isFirst: n === 0, luck }))
  const end = await batch.start('resume').done
  assert.equal(end.code, 0, `seed ${luck.seed}: ${end.stderr}`)
  await assertWhole(batch)
  assert.ok(killed.filter(Boolean).length >= kills - 1, `seed ${luck.seed}: only ${killed.filter(Boolean).length} kills landed`)
  for (const [name, content] of undisturbed.outputs())
    assert.ok(batch.outputs().get(name) === content, `seed ${luck.seed}: ${name} differs`)
  const repeated = batch.log().length - parts
  const inFlight = kills * 4 * setting.group
  assert.ok(repeated <= inFlight, `seed ${luck.seed}: ${repeated} parts were worked on again after ${kills} kills`)
})

test('killed at every named point in turn, no part is lost and none is made twice', async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const small = { documents: 12, parts: 10, group: 7, callMs: 5 }
  const batch = familyBatch(t, small)
  const names = failpointNames().filter((name) => name.startsWith('ledger'))
  for (const [n, name] of shortOrFull(names.slice(0, 2), [...names, ...names, ...names]).entries()) {
    const hit = luck.between(2, 8)
    const { done } = batch.start(n === 0 ? 'run' : 'resume', { MILLRACE_FAILPOINT: `${name}:${hit}` })
    await done
  }
  const end = await batch.start('resume').done
  assert.ok(end.code === 0 || end.stderr.includes('BATCH_COMPLETED') || end.code === 2, `seed ${luck.seed}: ${end.stderr}`)
  const lines = await itemLines(batch.room.folder)
  assert.equal(lines.length, small.documents * (small.parts + 1))
  assert.deepEqual(
    lines.filter(({ state }) => state !== 'succeeded'),
    [],
    `seed ${luck.seed}`,
  )
})
