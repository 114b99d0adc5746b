import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastTunes, tuneEvent } from './tuned-before.ts'

const control = (verb: string, args: object, answer: string) => ({
  type: 'control',
  body: JSON.stringify({ verb, args, answer }),
})

test('of what was tuned only the last word for each knob holds, without what was refused', () => {
  const rows = [
    control('tune', { workers: 2 }, 'workers: 2'),
    control('tune', { stage: 'read', workers: 1 }, 'step read: at most 1 at once'),
    control('tune', { workers: 0 }, 'refused: expected …'),
    control('auto', { workers: 9 }, 'workers: 9: …'),
    control('tune', { workers: 4 }, 'workers: 4'),
    { type: 'sample', body: '{}' },
  ]
  const tunes = lastTunes(rows.flatMap((row) => tuneEvent(row) ?? []))
  assert.deepEqual(
    tunes.map(({ answer }) => answer),
    ['step read: at most 1 at once', 'workers: 4'],
  )
})
