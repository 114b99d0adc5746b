import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReadyItem } from '../ledger/rows.ts'
import type { Failure } from '../pipeline/outcome.ts'
import type { Ending } from './ending.ts'
import { Flight } from './flight.ts'
import type { LocalEngineSetting } from './local-engine-setting.ts'
import type { Walk, WalkEnd } from './walk.ts'

type Done = (error?: Error) => void

/** Walks end at once as they are told to; the ledger acknowledges when the test says so. */
function arrange(end: () => WalkEnd | Promise<WalkEnd>) {
  const log: string[] = []
  const acknowledged: Done[] = []
  const setting = {
    ...{ isWary: false, clock: { now: () => 0 }, openWalk: (ready: ReadyItem) => ({ ready, item: { id: `i${ready.seq}` } }) },
    gates: {
      started: () => log.push('started'),
      finished: ({ kind }: { readonly kind: string }) => log.push(`finished ${kind}`),
    },
    plan: { forget: (seq: number) => log.push(`forgot ${seq}`) },
    tally: { settled: () => log.push('counted') },
    parking: { parked: (ms: number) => log.push(`parked ${ms}`) },
    journal: { settle: (_walk: Walk, _end: WalkEnd, done: Done) => acknowledged.push(done) },
    ...{ onCleanup: () => undefined, runItem: end, onSettled: () => log.push('told') },
  }
  const ending = {
    stopWith: ({ code }: Failure) => log.push(`stop ${code}`),
    failing: (message: string) => log.push(`failing ${message}`),
    counted: () => log.push('judged'),
  }
  // Only what walks under way need.
  const flight = new Flight(setting as unknown as LocalEngineSetting, {
    ending: ending as unknown as Ending,
    ...{ onRoom: () => log.push('room'), onClosed: () => log.push('closed'), onNews: () => log.push('news') },
    onLost: ({ message }) => log.push(`lost ${message}`),
  })
  const start = (seq = 1) => flight.start({ seq, losses: 0, sizeBytes: 1 } as unknown as ReadyItem) // as above
  return { flight, log, acknowledged, start }
}

test('a walk makes room when it ends, and is told and forgotten once the ledger has its end', () => {
  const { flight, log, acknowledged, start } = arrange(() => ({ kind: 'ended', state: 'succeeded' }))
  start()
  assert.deepEqual([log.splice(0), flight.running, flight.isEmpty], [['started', 'finished succeeded', 'room'], 0, false])
  for (const done of acknowledged) done()
  assert.deepEqual([log, flight.isEmpty], [['counted', 'told', 'forgot 1', 'closed'], true])
})

test('a failure is known before the ledger has it, and judged after', () => {
  const failure = { code: 'BAD', message: 'no' }
  const { log, acknowledged, start } = arrange(() => ({ kind: 'ended', state: 'failed', failure }))
  start()
  assert.equal(log[1], 'failing i1: no')
  for (const done of acknowledged) done()
  assert.ok(log.includes('judged'))
})

test('a walk that is to be tried again is parked', () => {
  const { log, acknowledged, start } = arrange(() => ({
    kind: 'retry',
    failure: { code: 'B', message: 'b' },
    tries: 1,
    waitMs: 50,
  }))
  start()
  for (const done of acknowledged) done()
  assert.deepEqual(log.slice(3, 6), ['counted', 'parked 50', 'news'])
})

test('a ledger that refuses an end, and a walk that throws, are lost', async () => {
  const refused = arrange(() => ({ kind: 'interrupted' }))
  refused.start()
  for (const done of refused.acknowledged) done(new Error('gone'))
  assert.ok(refused.log.includes('lost gone'))
  const broken = arrange(() => Promise.reject(new Error('bug')))
  broken.start()
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual([broken.log, broken.flight.running], [['started', 'lost bug'], 0])
})

test('while the disk is behind, it is full; the first end behind that makes room', () => {
  const { flight, log, acknowledged, start } = arrange(() => ({ kind: 'ended', state: 'succeeded' }))
  for (let seq = 0; seq < 4_096; seq++) start(seq)
  assert.ok(flight.isFull)
  log.length = 0
  acknowledged[0]?.()
  assert.deepEqual([flight.isFull, log.slice(-2)], [false, ['room', 'closed']])
})
