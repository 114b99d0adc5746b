import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OnceRecord } from '../../report/once.ts'
import { keptOnce } from './once-notes.ts'

const result = { part: 'after', step: 'push', fp: 'f', made: 3, state: 'done', value: { n: 1 } }

function keptOf(changes: object) {
  const record = new OnceRecord()
  record.add({ type: 'after-result', body: JSON.stringify({ ...result, ...changes }) })
  return keptOnce(record, 7, { part: 'after', made: 3 })
}

test('a result of what there is now is kept, as a walk looks for it', () => {
  const [kept] = keptOf({})
  assert.deepEqual([kept?.batch, kept?.step, kept?.fp, kept?.state, kept?.value], [7, 'push', 'f', 'done', '{"n":1}'])
})

const others: readonly (readonly [string, object])[] = [
  ['of items that have changed since', { made: 2 }],
  ['of the other part', { part: 'aggregation' }],
  ['that was taken back', { state: 'none' }],
  ['that a person gave up', { state: 'refused' }],
]

for (const [what, changes] of others) {
  test(`a result ${what} is not`, () => assert.deepEqual(keptOf(changes), []))
}
