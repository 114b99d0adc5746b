import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { ManualClock, systemClock } from '../base/clock.ts'
import { OwnedError } from '../base/errors.ts'
import { takeOwnership } from './owner.ts'
import { ledgerPaths } from './paths.ts'

test('the lock is free again after it was given back, and giving it back twice is harmless', async (t) => {
  const paths = ledgerPaths(workspace(t).path('p.db'))
  const waiting = { clock: systemClock, wait: false }
  const first = await takeOwnership(paths, waiting)
  await assert.rejects(takeOwnership(paths, waiting), OwnedError)
  first.release()
  first.release()
  assert.equal(existsSync(paths.owner), false)
  const second = await takeOwnership(paths, waiting)
  second.release()
})

test('who waits gets the ledger when its owner gives it back', async (t) => {
  const paths = ledgerPaths(workspace(t).path('p.db'))
  const clock = new ManualClock()
  const first = await takeOwnership(paths, { clock, wait: false })
  const second = takeOwnership(paths, { clock, wait: true })
  clock.advance(200)
  first.release()
  clock.advance(200)
  ;(await second).release()
})

test('who waits is refused when the waiting is ended', async (t) => {
  const paths = ledgerPaths(workspace(t).path('p.db'))
  const first = await takeOwnership(paths, { clock: systemClock, wait: false })
  t.after(() => first.release())
  const stop = new AbortController()
  const second = takeOwnership(paths, { clock: new ManualClock(), wait: true, signal: stop.signal })
  stop.abort()
  await assert.rejects(second, /owns the ledger/)
})

test('an owner file that cannot be read still names the ledger', async (t) => {
  const room = workspace(t)
  const paths = ledgerPaths(room.path('p.db'))
  const first = await takeOwnership(paths, { clock: systemClock, wait: false })
  t.after(() => first.release())
  room.write('p.owner', 'half writ')
  await assert.rejects(
    takeOwnership(paths, { clock: systemClock, wait: false }),
    /^OwnedError: Another process owns the ledger .*p\.db\.$/,
  )
})

test('a folder that cannot take the lock, and an owner that cannot say who it is, are told with the ledger', async (t) => {
  const room = workspace(t)
  const paths = ledgerPaths(room.path('p.db'))
  const waiting = { clock: systemClock, wait: false }
  const untold = takeOwnership({ ...paths, owner: room.path('none', 'p.owner') }, waiting)
  await assert.rejects(untold, { name: 'LedgerError', message: /^The ledger .*p\.db / })
  const first = await takeOwnership(paths, waiting)
  first.release()
  const locked = takeOwnership({ ...paths, lock: room.path('none', 'p.lock') }, waiting)
  await assert.rejects(locked, { code: 'LEDGER_UNREADABLE', message: /p\.db cannot be read or written/ })
})
