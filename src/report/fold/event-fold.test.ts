import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ActiveTime } from '../active-time.ts'
import { EventFold } from './event-fold.ts'

function fold(events: readonly { readonly type: string; readonly body: unknown }[]): EventFold {
  const folded = new EventFold(new ActiveTime([{ started: 1, ended: 9_000 }], 9_000))
  for (const [index, { type, body }] of events.entries()) folded.add({ id: index + 1, at: 5, type, body: JSON.stringify(body) })
  return folded
}

test('the highest numbers of workers and of attempts at once are those of the samples', () => {
  const samples = [
    { at: 1_001, running: 3, workers: 4 },
    { at: 2_001, running: 2, workers: 6 },
  ]
  const folded = fold(samples.map((body) => ({ type: 'sample', body })))
  assert.deepEqual([folded.mostRunning, folded.mostWorkers, folded.timeline.intervals.length], [3, 6, 3])
})

test('turns beyond a thousand are counted and not listed', () => {
  const folded = fold(Array.from({ length: 1_200 }, (_, n) => ({ type: 'turn', body: { turn: n + 1, size: 2 } })))
  assert.deepEqual([folded.turnCount, folded.turns.length], [1_200, 1_000])
})

test('a warning keeps its time, its code and what it says', () => {
  const folded = fold([
    { type: 'warning', body: { code: 'W', message: 'look' } },
    { type: 'other', body: {} },
  ])
  assert.deepEqual(folded.warnings, [{ at: 5, code: 'W', message: 'look' }])
})
