import assert from 'node:assert/strict'
import { appendFileSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { attempt, batchOf, settle } from '../../test/conformance/ledger-builder.ts'
import { workspace } from '../../test/support/workspace.ts'
import { ManualClock } from '../base/clock.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { BatchLogs } from './batch-logs.ts'

const failure = { code: 'BAD', message: 'no such box', stack: 'Error\n  at x' }
const failed = attempt({ outcome: 'failed', code: 'BAD', error: JSON.stringify(failure) })

async function arrange(t: TestContext) {
  const room = workspace(t)
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['in/a', 'b'])
  const open = () =>
    BatchLogs.open({
      ...{ ledger, batch, folder: room.path('logs'), stepNames: ['read', 'write'], clock: new ManualClock() },
      ...{ failures: 'failed.txt', errorOutput: room.path('errors') },
    })
  const fails = (seq: number) =>
    ledger.commit([settle(batch, seq, { attempts: [failed], next: { state: 'failed', code: 'BAD', outputBytes: 0 } })])
  const text = (name: string) => readFileSync(room.path(name), 'utf8')
  return { room, open, fails, text }
}

test('every attempt is a line of the audit, and a failure stands in all its logs', async (t) => {
  const { open, fails, text } = await arrange(t)
  const logs = await open()
  await fails(1)
  await logs.catchUp()
  await logs.close()
  assert.equal(JSON.parse(text('logs/audit.ndjson')).item, 'in/a')
  assert.match(text('logs/errors.log'), /BAD: no such box\n {4}Error/)
  assert.equal(text('logs/failed.txt'), 'in/a: BAD: no such box\n')
  assert.deepEqual(JSON.parse(text('errors/in__a.json')).error, { code: 'BAD', message: 'no such box' })
})

test('logs that are opened again go on behind the last committed line, and drop what a crash left there', async (t) => {
  const { room, open, fails, text } = await arrange(t)
  const first = await open()
  await fails(1)
  await first.catchUp()
  await first.close()
  appendFileSync(room.path('logs/audit.ndjson'), '{"half":')
  const second = await open()
  await fails(2)
  await second.catchUp()
  await second.close()
  const items = text('logs/audit.ndjson')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).item)
  assert.deepEqual(items, ['in/a', 'b'])
})

test('a new batch goes on in the audit of an earlier one, and begins its list of failures anew', async (t) => {
  const { room, open, fails, text } = await arrange(t)
  room.write('logs/audit.ndjson', '{"item":"before"}\n')
  room.write('logs/failed.txt', 'before\n')
  const logs = await open()
  await fails(1)
  await logs.catchUp()
  await logs.close()
  assert.match(text('logs/audit.ndjson'), /^{"item":"before"}\n.+\n$/)
  assert.equal(text('logs/failed.txt'), 'in/a: BAD: no such box\n')
})

test('what is heard without a gap is not read back, and after a gap everything is', async (t) => {
  const { room, text } = await arrange(t)
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a', 'b', 'c', 'd'])
  const clock = new ManualClock()
  const setting = {
    ledger,
    batch,
    folder: room.path('logs'),
    stepNames: ['read'],
    clock,
    failures: undefined,
    errorOutput: undefined,
  }
  const logs = await BatchLogs.open(setting)
  const ends = async (seq: number) => {
    const [answer] = await ledger.commit([
      settle(batch, seq, { attempts: [attempt()], next: { state: 'succeeded', outputBytes: 0 } }),
    ])
    return { ...attempt(), rowid: answer.last ?? 0, seq, itemId: 'abcd'[seq - 1] ?? '' }
  }
  const following = new AbortController()
  const done = logs.follow(following.signal)
  const look = async () => {
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve))
    clock.advance(1_000)
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await look()
  const [first, , third] = [await ends(1), await ends(2), await ends(3)]
  logs.hear([first])
  await look()
  assert.match(text('logs/audit.ndjson'), /"item":"a"/)
  assert.doesNotMatch(text('logs/audit.ndjson'), /"item":"b"/)
  logs.hear([third])
  await look()
  logs.hear([third, await ends(4)])
  following.abort()
  await done
  await logs.catchUp()
  await logs.close()
  const items = text('logs/audit.ndjson').trim().split('\n')
  assert.deepEqual(
    items.map((line) => JSON.parse(line).item),
    ['a', 'b', 'c', 'd'],
  )
})
