import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { testLedger } from '../../test/conformance/ledger.ts'
import { batchOf, counts, readyIds, result, session, settle } from '../../test/conformance/ledger-builder.ts'
import { workspace } from '../../test/support/workspace.ts'
import { LedgerError, OwnedError, UsageError } from '../base/errors.ts'
import type { Ledger } from './ledger.ts'
import { openLedger } from './sqlite.ts'

async function openAt(t: TestContext, file: string): Promise<Ledger> {
  const ledger = await openLedger({ file, durability: 'fast' })
  t.after(() => ledger.close())
  return ledger
}

const hasCode = (code: string) => (error: unknown) => error instanceof LedgerError && error.code === code

testLedger('sqlite', (t) => openAt(t, workspace(t).path('p.db')))

test('a second owner is refused at once, with the pid of the first', async (t) => {
  const file = workspace(t).path('p.db')
  await openAt(t, file)
  await assert.rejects(
    openLedger({ file, durability: 'full' }),
    (error) => error instanceof OwnedError && error.pid === process.pid,
  )
})

test('another process is refused too, and told which one owns the ledger', async (t) => {
  const file = workspace(t).path('p.db')
  await openAt(t, file)
  const program = `const { openLedger } = await import(${JSON.stringify(new URL('./sqlite.ts', import.meta.url).href)})
    await openLedger({ file: ${JSON.stringify(file)}, durability: 'full' }).catch((error) => console.log(error.code, error.message))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  assert.equal(stdout, `OWNED Process ${process.pid} owns the ledger ${file}.\n`)
})

test('what was committed is there after closing and opening again', async (t) => {
  const file = workspace(t).path('p.db')
  const before = await openLedger({ file, durability: 'full' })
  const batch = await batchOf(before, ['a', 'b'])
  const value = JSON.stringify('long'.repeat(2_000))
  await before.commit([settle(batch, 1, { results: [result('a', { value })] })])
  await before.close()
  const after = await openAt(t, file)
  const [kept] = await after.read({ get: 'results', itemId: 'a' })
  assert.deepEqual(await counts(after, batch), { succeeded: 1, ready: 1 })
  assert.equal(await after.read({ get: 'blob', sha256: kept?.blob ?? '' }), value)
})

test('what is asked for before closing is still done; what is asked for after is refused', async (t) => {
  const ledger = await openAt(t, workspace(t).path('p.db'))
  const batch = await batchOf(ledger, ['a'])
  const last = ledger.commit([settle(batch, 1)])
  await Promise.all([ledger.close(), ledger.close()])
  assert.equal((await last)[0].ended, 1)
  await assert.rejects(ledger.read({ get: 'batch', batch }), hasCode('LEDGER_CLOSED'))
})

test('a later question sees what was written before it, without waiting for it', async (t) => {
  const ledger = await openAt(t, workspace(t).path('p.db'))
  const batch = await batchOf(ledger, ['a', 'b'])
  const written = ledger.commit([settle(batch, 1)])
  assert.deepEqual(await readyIds(ledger, batch), ['b'])
  await written
})

test('an owner whose batch was taken over cannot write to it any more', async (t) => {
  const file = workspace(t).path('p.db')
  const ledger = await openAt(t, file)
  const batch = await batchOf(ledger, ['a', 'b'])
  const other = new DatabaseSync(file)
  other.exec('UPDATE batch SET epoch = epoch + 1')
  other.close()
  const writes = [ledger.commit([settle(batch, 1)]), ledger.commit([settle(batch, 2)])]
  for (const write of writes) await assert.rejects(write, hasCode('OWNER_LOST'))
  assert.deepEqual(await counts(ledger, batch), { ready: 2 })
})

test('a ledger from a newer Millrace is refused and left as it is', async (t) => {
  const file = workspace(t).path('p.db')
  const db = new DatabaseSync(file)
  db.exec('PRAGMA user_version = 999')
  db.close()
  await assert.rejects(openLedger({ file, durability: 'full' }), hasCode('LEDGER_NEWER'))
  const again = new DatabaseSync(file)
  t.after(() => again.close())
  assert.equal(again.prepare('PRAGMA user_version').get()?.['user_version'], 999)
})

test('a file that is no ledger is called damaged, by name, with what to do', async (t) => {
  const file = workspace(t, { 'p.db': 'this is not a database, but it is long enough to be read as one' }).path('p.db')
  await assert.rejects(openLedger({ file, durability: 'full' }), (error) => {
    assert.ok(error instanceof LedgerError)
    assert.equal(error.code, 'LEDGER_CORRUPT')
    assert.match(error.message, new RegExp(`^The ledger ${file} is damaged: file is not a database`))
    assert.match(error.fix ?? '', /Move .* aside/)
    return true
  })
})

test('a folder that cannot be made is refused before any thread starts', async (t) => {
  const room = workspace(t, { file: 'a file, not a folder' })
  await assert.rejects(openLedger({ file: join(room.path('file'), 'p.db'), durability: 'full' }), (error) => {
    assert.ok(error instanceof UsageError)
    assert.equal(error.code, 'LEDGER_FOLDER')
    return true
  })
})

test('a session that never ended is checked: counters that do not add up are damage', async (t) => {
  const file = workspace(t).path('p.db')
  const ledger = await openLedger({ file, durability: 'full' })
  await batchOf(ledger, ['a', 'b'])
  await ledger.close()
  const db = new DatabaseSync(file)
  db.exec('UPDATE batch SET ready = 1, succeeded = 1')
  db.close()
  await assert.rejects(openLedger({ file, durability: 'full' }), (error) => {
    assert.ok(hasCode('LEDGER_CORRUPT')(error))
    assert.match(String(error), /it says 1 items are ready, and 2 are/)
    return true
  })
})

test('a session that ended cleanly is not checked', async (t) => {
  const file = workspace(t).path('p.db')
  const ledger = await openLedger({ file, durability: 'full' })
  const batch = await batchOf(ledger, ['a'])
  const usage = { cpuMs: 0, peakRssBytes: 0, readBytes: 0, writtenBytes: 0 }
  await ledger.commit([{ op: 'session', batch, usage, ended: session.at }])
  await ledger.close()
  const db = new DatabaseSync(file)
  db.exec('UPDATE batch SET ready = 7')
  db.close()
  assert.deepEqual(await counts(await openAt(t, file), batch), { ready: 7 })
})
