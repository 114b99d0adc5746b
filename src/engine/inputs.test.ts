import assert from 'node:assert/strict'
import { chmodSync, utimesSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { systemClock } from '../base/clock.ts'
import { sha256 } from '../base/json.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { stampOf } from '../system/file-hash.ts'
import { Inputs } from './inputs.ts'

/** A file that was written long enough ago for its stamp to be trusted. */
function oldFile(t: TestContext, ageSeconds = 60) {
  const room = workspace(t, { in: 'content' })
  const file = room.path('in')
  const at = systemClock.wall() / 1000 - ageSeconds
  utimesSync(file, at, at)
  const ledger = memoryLedger()
  return { room, file, ledger, inputs: new Inputs(ledger, systemClock) }
}

async function keptStamp(ledger: Ledger, file: string) {
  return (await ledger.read({ get: 'stamp', path: file }))?.sha256
}

test('the hash is that of the content, and is kept by the stamp of the file', async (t) => {
  const { file, ledger, inputs } = oldFile(t)
  assert.equal(await inputs.hash(file), sha256('content'))
  assert.equal(await keptStamp(ledger, file), sha256('content'))
})

test('a kept hash is not made again while the stamp holds', async (t) => {
  const { file, ledger, inputs } = oldFile(t)
  await ledger.commit([{ op: 'keep-stamp', stamp: { ...(await stampOf(file)), sha256: 'f'.repeat(64) } }])
  assert.equal(await inputs.hash(file), 'f'.repeat(64))
})

test('a file that was written a moment ago is hashed every time: its times may not show the next change', async (t) => {
  const { file, ledger, inputs } = oldFile(t, 0)
  await inputs.hash(file)
  assert.equal(await keptStamp(ledger, file), undefined)
})

test('a file that changed after the source saw it is refused', async (t) => {
  const { file, inputs } = oldFile(t)
  const found = await stampOf(file)
  await inputs.check(file, found)
  writeFileSync(file, 'something longer')
  await assert.rejects(inputs.check(file, found), { code: 'INPUT_CHANGED' })
})

test('a file that is gone is named', async (t) => {
  const { room, inputs } = oldFile(t)
  await assert.rejects(inputs.check(room.path('gone'), undefined), { code: 'SOURCE_MISSING', message: /gone is not there/ })
})

test('a file that may not be read says what to do', async (t) => {
  const { room, file, inputs } = oldFile(t)
  chmodSync(room.folder, 0o755)
  chmodSync(file, 0)
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  try {
    await assert.rejects(inputs.hash(file), {
      code: 'SOURCE_UNREADABLE',
      message: `${file} may not be read by this user`,
      fix: 'Check the permissions of the file and its folders.',
    })
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
})
