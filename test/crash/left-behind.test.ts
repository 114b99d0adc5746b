import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { crashBatch } from '../support/crash-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { assertWhole, itemLines } from '../support/oracle.ts'
import { liveProcesses } from '../support/processes.ts'
import { finish, startSession } from '../support/sessions.ts'
import { until } from '../support/until.ts'

/** Sleeps while there is no file `go`; what it would write afterwards is stale. */
const waits = '[ -e "$here/go" ] || { "$here/sleep" 300; echo stale > "$here/output/$1.txt"; }'

for (let round = 1; round <= shortOrFull(1, 20); round++) {
  test(`commands that outlived a killed process are ended by the resume (${round})`, async (t) => {
    const batch = crashBatch(t, { items: 4, before: waits })
    const { child, done } = await startSession(batch)
    const script = batch.room.path('mark.sh')
    await until(() => liveProcesses(script).length >= 2)
    child.kill('SIGKILL')
    await done
    batch.room.write('go', '')
    const started = systemClock.now()
    assert.equal((await finish(batch)).code, 0)
    assert.ok(await until(() => liveProcesses(script).length === 0, { forMs: 2_000 }), liveProcesses(script).join('; '))
    assert.ok(systemClock.now() - started < 10_000)
    await assertWhole(batch)
  })
}

test('a command that ignores SIGTERM and left grandchildren is over soon after its timeout, with all of them', async (t) => {
  const stubborn = `trap '' TERM; "$here/sleep" 300 & ("$here/sleep" 300 &) ; "$here/sleep" 300`
  const batch = crashBatch(t, {
    items: 1,
    before: stubborn,
    keys: ['effects: idempotent', 'timeout: 500ms', 'retry: { attempts: 1 }'],
  })
  const started = systemClock.now()
  const end = await finish(batch)
  const took = systemClock.now() - started
  assert.equal(end.code, 1, end.stderr)
  assert.ok(took < 12_000, `took ${Math.round(took)} ms`)
  const [line] = await itemLines(batch.room.folder)
  assert.match(JSON.stringify(line), /TIMEOUT/)
  assert.deepEqual(liveProcesses(batch.room.folder), [])
})
