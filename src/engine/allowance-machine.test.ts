import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { ManualClock } from '../base/clock.ts'
import { UsageError } from '../base/errors.ts'
import { untouched } from './allowance.ts'
import { MachineAllowances, stateFolder } from './allowance-machine.ts'

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-limits-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function open(t: TestContext, folder: string, boot = 'b1'): MachineAllowances {
  const store = new MachineAllowances({ folder, boot, clock: new ManualClock() })
  t.after(() => store.close())
  return store
}

const set = (end: number) => () => ({ state: { ...untouched, handedOut: { w: end } }, answer: undefined })

test('two owners of the file see what the other has taken', (t) => {
  const folder = folderFor(t)
  const [one, other] = [open(t, folder), open(t, folder)]
  one.update('shop', set(5))
  const seen = other.update('shop', (kept) => ({ answer: kept }))
  assert.deepEqual(seen, { state: { handedOut: { w: 5 }, quietUntil: 0 }, isForeign: false })
  assert.deepEqual(
    other.update('else', ({ state }) => ({ answer: state })),
    untouched,
  )
})

test('what an earlier boot has left is known as such', (t) => {
  const folder = folderFor(t)
  open(t, folder, 'b0').update('shop', set(5))
  assert.equal(
    open(t, folder).update('shop', ({ isForeign }) => ({ answer: isForeign })),
    true,
  )
})

test('a change that throws changes nothing and leaves the file free', (t) => {
  const folder = folderFor(t)
  const store = open(t, folder)
  store.update('shop', set(5))
  const fails = () => {
    throw new Error('no')
  }
  assert.throws(() => store.update('shop', fails), /no/)
  assert.deepEqual(
    open(t, folder).update('shop', ({ state }) => ({ answer: state.handedOut })),
    { w: 5 },
  )
})

test('a file that another process holds is asked again a little later', async (t) => {
  const folder = folderFor(t)
  const clock = new ManualClock()
  const store = new MachineAllowances({ folder, boot: 'b1', clock })
  const holder = new DatabaseSync(join(folder, 'limits.db'))
  t.after(() => [store.close(), holder.close()])
  holder.exec('BEGIN IMMEDIATE')
  const later = store.update('shop', set(7))
  assert.equal(clock.sleeping, 1)
  holder.exec('ROLLBACK')
  clock.advance(50)
  await later
  assert.deepEqual(
    store.update('shop', ({ state }) => ({ answer: state.handedOut })),
    { w: 7 },
  )
})

test('a folder that cannot be is refused with what to do', (t) => {
  const folder = folderFor(t)
  writeFileSync(join(folder, 'file'), '')
  assert.throws(
    () => open(t, join(folder, 'file', 'in')),
    (error) => error instanceof UsageError && error.code === 'LIMITS_FILE',
  )
})

test('the file lies in the state folder of the user', () => {
  assert.equal(stateFolder({ XDG_STATE_HOME: '/s' }), '/s/millrace')
  assert.match(stateFolder({}), /\.local\/state\/millrace$/)
})
