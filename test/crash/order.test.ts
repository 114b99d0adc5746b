import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Chance, chance } from '../support/chance.ts'
import { shortOrFull } from '../support/faults.ts'
import { assertSound, countsSum, statusCounts } from '../support/oracle.ts'
import { type OrderedBatch, orderedBatch, standing } from '../support/ordered-batch.ts'
import { until } from '../support/until.ts'

const items = shortOrFull(400, 10_000)
const kills = shortOrFull(3, 20)

/** Every item ended as the model says, by its own doing or because of others, and nothing is counted twice. */
async function assertAsModelled(batch: OrderedBatch, ends = batch.expected): Promise<void> {
  const found = await standing(batch)
  assert.equal(found.size, batch.ids.length)
  const wrong = batch.ids.flatMap((id) => {
    const expected = ends.get(id)
    const { state, code } = found.get(id) ?? { state: 'gone', code: null }
    const isRight = state === expected?.state && (code === 'DEPENDENCY_FAILED') === expected.byOthers
    return isRight ? [] : [`${id}: ${state} ${code}, expected ${JSON.stringify(expected)}`]
  })
  assert.deepEqual(wrong, [])
  const counts = await statusCounts(batch.room.folder)
  assert.equal(counts.state, 'completed')
  assert.equal(countsSum(counts), batch.ids.length)
  assertSound(batch)
}

/** No item started before one that it waits for; one that others had ended did not start at all. */
function assertInOrder(batch: OrderedBatch): void {
  const log = batch.log()
  const last = new Map(log.map((id, place) => [id, place]))
  const first = new Map(log.map((id, place) => [id, place] as const).reverse())
  for (const [n, { dependsOn }] of batch.model.entries()) {
    const id = batch.ids[n] ?? ''
    const started = first.get(id)
    if (batch.expected.get(id)?.byOthers === true) assert.equal(started, undefined, `${id} started`)
    for (const { on } of dependsOn) {
      const before = last.get(batch.ids[on] ?? '')
      if (started !== undefined && before !== undefined) assert.ok(before < started, `${id} started before ${batch.ids[on]}`)
    }
  }
}

async function killedOnce(batch: OrderedBatch, { isFirst, luck }: { isFirst: boolean; luck: Chance }): Promise<boolean> {
  const before = batch.log().length
  const { child, done } = batch.start(isFirst ? 'run' : 'resume')
  const ended = done.then(() => true)
  const enough = before + luck.between(1, Math.ceil(items / (kills + 2)))
  await until(() => batch.log().length >= enough, { orWhen: ended, everyMs: 2 })
  child.kill('SIGKILL')
  return (await done).signal === 'SIGKILL'
}

test(`${items} items with ${3 * items} edges end as the model says, and so they do when what failed is tried again`, async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const batch = orderedBatch(t, { items, edges: 3 * items, failing: 3, luck })
  const end = await batch.start('run').done
  assert.equal(end.code, 1, end.stderr)
  await assertAsModelled(batch)
  assertInOrder(batch)
  const expected = batch.repair()
  const retried = await batch.start('retry').done
  assert.equal(retried.code, 0, retried.stderr)
  await assertAsModelled(batch, expected)
  const again = await batch.start('retry').done
  assert.equal(again.code, 2)
  assert.match(again.stderr, /there is nothing to retry/)
})

test(`the same after ${kills} kills`, async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const batch = orderedBatch(t, { items, edges: 3 * items, failing: 3, luck, itemMs: shortOrFull(2, 10) })
  let landed = 0
  for (let kill = 0; kill < kills; kill++) if (await killedOnce(batch, { isFirst: kill === 0, luck })) landed += 1
  assert.ok(landed >= kills * 0.75, `seed ${luck.seed}: only ${landed} of ${kills} kills came in time`)
  const end = await batch.start('resume').done
  assert.equal(end.code, 1, end.stderr)
  await assertAsModelled(batch)
  assertInOrder(batch)
})
