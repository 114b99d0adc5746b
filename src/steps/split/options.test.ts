import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '../../base/json.ts'
import { splitOptions } from './options.ts'

test('rules that contradict each other are refused', () => {
  const wrong: readonly Json[] = [
    { by: 'tokens', size: 3 },
    { by: 'lines', size: 2, overlap: 2 },
    { by: 'lines', path: '$' },
    { by: 'transform' },
    { by: 'words' },
    { by: 'lines', size: 0 },
  ]
  for (const split of wrong) assert.throws(() => splitOptions.parse({ split }), JSON.stringify(split))
})

test('what is not said has its default', () => {
  assert.deepEqual(splitOptions.parse({ split: { by: 'lines' } }), { split: { by: 'lines', overlap: 0, empty: 'fail' } })
  assert.deepEqual(splitOptions.parse({ split: './parts.ts' }), { split: './parts.ts' })
})
