import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { test } from 'node:test'
import { type CrashBatch, crashBatch } from '../support/crash-batch.ts'
import { millrace } from '../support/millrace.ts'
import { assertSound, assertWhole, statusCounts } from '../support/oracle.ts'
import { isBegun, startSession } from '../support/sessions.ts'
import { until } from '../support/until.ts'

test('when the output folder is deleted in the middle, the next run makes again what is missing', async (t) => {
  const batch = crashBatch(t, { items: 20, commandMs: 50 })
  const { done } = await startSession(batch)
  await until(() => batch.log().length >= 8)
  removeOutput(batch)
  const first = await done
  assert.ok(first.code !== null && [0, 1, 3].includes(first.code), `ended with ${first.code}: ${first.stderr}`)
  assertSound(batch)
  const again = await millrace(['run', 'crash.yaml', '--progress', 'none'], { cwd: batch.room.folder })
  assert.equal(again.code, 0, again.stderr)
  await assertWhole(batch)
})

test('when a file stands where the output folder was, items fail or the batch stops, and it goes on once it is gone', async (t) => {
  const batch = crashBatch(t, { items: 20, before: waitAfterEight })
  const { done } = await startSession(batch)
  assert.ok(await until(async () => (await isBegun(batch)) && (await statusCounts(batch.room.folder)).succeeded === 8))
  removeOutput(batch)
  batch.room.write('output', 'in the way')
  batch.room.write('go', '')
  const first = await done
  assert.ok(first.code === 1 || first.code === 3, `ended with ${first.code}: ${first.stderr}`)
  assert.equal((await statusCounts(batch.room.folder)).succeeded, 8)
  rmSync(batch.room.path('output'))
  const again = await millrace(['run', 'crash.yaml', '--progress', 'none'], { cwd: batch.room.folder })
  assert.equal(again.code, 0, again.stderr)
  await assertWhole(batch)
})

/** Nothing writes while a test changes the output folder: the ninth item and those behind it wait for a file named `go`. */
const waitAfterEight = 'case "$1" in item-0000[1-8]) ;; *) until [ -e "$here/go" ]; do "$here/sleep" 0.01; done ;; esac'

/** The batch goes on writing into it meanwhile: the removal is repeated until nothing is left. */
function removeOutput({ room }: CrashBatch): void {
  rmSync(room.path('output'), { recursive: true, maxRetries: 50, retryDelay: 2 })
}
