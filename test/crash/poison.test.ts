import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crashBatch } from '../support/crash-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { assertSound, itemLines } from '../support/oracle.ts'
import { type KilledSession, killedSession } from '../support/sessions.ts'

const poison = 'item-00003'

/** Up from the command to the process that was started as `millrace`. */
const killOwner = `p=$PPID; until tr '\\0' ' ' < /proc/$p/cmdline | grep -q millrace.js; do p=$(awk '/^PPid/ { print $2 }' /proc/$p/status); done; kill -9 $p`

test('an item that kills the process every time is set aside after three losses, and the others are done', {
  timeout: 120_000,
}, async (t) => {
  const items = shortOrFull(20, 100)
  const batch = crashBatch(t, { items, commandMs: 5, before: `[ "$1" = ${poison} ] && { ${killOwner}; }` })
  const sessions: KilledSession[] = []
  do sessions.push(await killedSession(batch, { kind: 'time', ms: 60_000 }))
  while (sessions.at(-1)?.wasKilled && sessions.length < 8)
  const lines = await itemLines(batch.room.folder)
  const bad = lines.filter(({ state }) => state !== 'succeeded')
  assert.deepEqual(
    bad.map(({ id, state }) => [id, state]),
    [[poison, 'failed']],
  )
  assert.match(JSON.stringify(bad[0]), /CRASHED/)
  assert.equal(lines.length, items)
  assert.equal(sessions.length, 4)
  assert.equal(sessions.at(-1)?.end.code, 1)
  assertSound(batch)
})
