import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { afterReboot, lease, type SliceAsk, untouched } from './allowance.ts'

const ask: SliceAsk = { key: 'requests/1000', own: undefined, perMs: 1_000, toleranceMs: 0, leadMs: 100 }
const kept = (end: number) => ({ state: { handedOut: { [ask.key]: end }, quietUntil: 0 }, isForeign: false })

test('an allowance that nobody has used begins now', () => {
  const answer = lease({ state: untouched, isForeign: false }, [ask], { now: 500, aheadMs: 0 })
  assert.ok(answer.kind === 'granted')
  assert.deepEqual(answer.spans, { [ask.key]: { at: 500, until: 600 } })
  assert.deepEqual(answer.state.handedOut, { [ask.key]: 600 })
})

test('a piece begins where the last one ends, and not before its time', () => {
  assert.deepEqual(lease(kept(600), [ask], { now: 500, aheadMs: 0 }), { kind: 'later', waitMs: 100 })
  const answer = lease(kept(600), [ask], { now: 500, aheadMs: 100 })
  assert.ok(answer.kind === 'granted')
  assert.deepEqual(answer.spans[ask.key], { at: 600, until: 700 })
})

test('the piece in use is made longer when nobody else came, and is given up otherwise', () => {
  const own = { at: 550, until: 600 }
  const joined = lease(kept(600), [{ ...ask, own }], { now: 550, aheadMs: 0 })
  assert.ok(joined.kind === 'granted')
  assert.deepEqual(joined.spans[ask.key], { at: 550, until: 650 })
  const apart = lease(kept(700), [{ ...ask, own }], { now: 700, aheadMs: 0 })
  assert.ok(apart.kind === 'granted')
  assert.deepEqual(apart.spans[ask.key], { at: 700, until: 800 })
})

test('all windows get their piece, or none does', () => {
  const other: SliceAsk = { ...ask, key: 'requests/60000' }
  assert.deepEqual(lease(kept(600), [ask, other], { now: 0, aheadMs: 0 }), { kind: 'later', waitMs: 600 })
})

test('what was used beyond a piece is owed by the next', () => {
  const answer = lease(kept(700), [{ ...ask, own: { at: 640, until: 600 } }], { now: 740, aheadMs: 0 })
  assert.ok(answer.kind === 'granted')
  assert.deepEqual(answer.spans[ask.key], { at: 740, until: 840 })
})

test('pieces of different owners never overlap', () => {
  const asks = fc.array(fc.record({ waitMs: fc.nat(80), leadMs: fc.integer({ min: 1, max: 100 }) }), { maxLength: 60 })
  fc.assert(
    fc.property(asks, (told) => {
      let state = untouched
      let now = 0
      let end = 0
      for (const { waitMs, leadMs } of told) {
        now += waitMs
        const answer = lease({ state, isForeign: false }, [{ ...ask, leadMs, toleranceMs: 50 }], { now, aheadMs: 0 })
        if (answer.kind === 'later') continue
        state = answer.state
        const span = answer.spans[ask.key]
        assert.ok(span !== undefined && span.at >= end && span.at >= now && span.at <= now + 50)
        end = span.until
      }
    }),
  )
})

test('after a reboot every window that was in use waits once', () => {
  const windows = [ask, { ...ask, key: 'tokens/60000', perMs: 60_000 }]
  assert.deepEqual(afterReboot(kept(99_999_999).state, windows, 10).handedOut, { [ask.key]: 1_010 })
})
