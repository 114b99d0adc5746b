import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crashBatch } from '../support/crash-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { millrace } from '../support/millrace.ts'
import { assertWhole, itemLines, statusCounts } from '../support/oracle.ts'
import { finish, killedSession } from '../support/sessions.ts'

const kills = shortOrFull(3, 20)

test('a step that must not happen twice never does: what was in flight at a kill waits for a person', {
  timeout: 120_000,
}, async (t) => {
  const batch = crashBatch(t, { items: kills * 12, commandMs: 30, keys: ['effects: once', 'timeout: 60s'] })
  for (let n = 0; n < kills; n++) await killedSession(batch, { kind: 'marks', marks: 6 })
  const end = await finish(batch)
  const ids = batch.log().map((line) => line.split(' ')[0])
  assert.equal(new Set(ids).size, ids.length, 'a command ran twice')
  const inReview = (await itemLines(batch.room.folder)).filter(({ state }) => state === 'review').map(({ id }) => id)
  assert.ok(inReview.length <= kills * batch.workers, `${inReview.length} items in review after ${kills} kills`)
  assert.ok(inReview.length > 0, 'no kill hit a running command')
  assert.equal((await statusCounts(batch.room.folder)).review, inReview.length)
  assert.match(end.stderr, /millrace review/)
  for (const id of inReview) await settle(batch.room.folder, id)
  assert.equal((await finish(batch)).code, 0)
  await assertWhole(batch)
})

/** The commands did run to their mark: running them again is what this person decides. */
async function settle(folder: string, id: string): Promise<void> {
  const { code, stderr } = await millrace(['review', id, '--again'], { cwd: folder })
  assert.equal(code, 0, stderr)
}
