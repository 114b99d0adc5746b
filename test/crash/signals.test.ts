import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { crashBatch } from '../support/crash-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { assertWhole, statusCounts } from '../support/oracle.ts'
import { liveProcesses } from '../support/processes.ts'
import { finish, startSession } from '../support/sessions.ts'
import { until } from '../support/until.ts'

const rounds = shortOrFull(1, 25)

const gentle = [
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 143 },
  { signal: 'SIGHUP', code: 129 },
] as const

for (const { signal, code } of gentle) {
  test(`${signal} once lets what runs finish, starts nothing more and exits ${code}, and the batch goes on later`, async (t) => {
    for (let round = 0; round < rounds; round++) {
      const batch = crashBatch(t, { items: 12, commandMs: 250 })
      const { child, done } = await startSession(batch)
      await until(() => batch.log().length >= 3)
      const before = batch.log().length
      child.kill(signal)
      const end = await done
      assert.equal(end.code, code, end.stderr)
      assert.ok(batch.log().length <= before + 1, `${batch.log().length - before} commands started after ${signal}`)
      const counts = await statusCounts(batch.room.folder)
      assert.equal(counts.state, 'interrupted')
      assert.equal(counts.succeeded, batch.log().length)
      assert.match(end.stderr, /millrace resume/)
      assert.equal((await finish(batch)).code, 0)
      await assertWhole(batch)
      assert.equal(batch.log().length, 12)
    }
  })
}

test('SIGINT twice ends everything within two seconds, leaves no process, and the batch goes on later', async (t) => {
  for (let round = 0; round < rounds; round++) {
    const batch = crashBatch(t, { items: 4, before: '[ -e "$here/go" ] || "$here/sleep" 300' })
    const { child, done } = await startSession(batch)
    await until(() => liveProcesses(batch.room.path('mark.sh')).length >= 2)
    child.kill('SIGINT')
    await systemClock.sleep(400)
    const started = systemClock.now()
    child.kill('SIGINT')
    const end = await done
    const took = systemClock.now() - started
    assert.equal(end.code, 130, end.stderr)
    assert.ok(took < 2_000, `took ${Math.round(took)} ms`)
    assert.deepEqual(liveProcesses(batch.room.folder), [])
    batch.room.write('go', '')
    assert.equal((await finish(batch)).code, 0)
    await assertWhole(batch)
  }
})
