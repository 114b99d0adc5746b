import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTune } from './tune.ts'

const facts = {
  steps: ['read', 'convert'],
  limits: [
    { name: 'shop', hasRate: true },
    { name: 'slots', hasRate: false },
  ],
}

function said(args: Parameters<typeof readTune>[0]) {
  const tune = readTune(args, facts)
  return typeof tune === 'string' ? tune : tune.text
}

test('workers, a step and a limit can be changed, and the answer says what holds', () => {
  assert.equal(said({ workers: 4 }), 'workers: 4')
  assert.equal(said({ workers: 'auto' }), 'workers: auto')
  assert.equal(said({ stage: 'convert', workers: 2 }), 'step convert: at most 2 at once')
  assert.equal(said({ stage: 'convert', workers: 'auto' }), 'step convert: as many as there are workers')
  assert.equal(said({ limit: 'shop', rate: '2/s' }), 'limit shop: 2/s')
})

test('what is not there is answered with what there is, and a suggestion', () => {
  assert.equal(
    said({ stage: 'convrt', workers: 2 }),
    'there is no step "convrt". Did you mean "convert"? There are: read, convert',
  )
  assert.equal(said({ limit: 'shp', rate: '2/s' }), 'there is no limit "shp". Did you mean "shop"? There are: shop, slots')
  const none = readTune({ limit: 'x', rate: '2/s' }, { steps: [], limits: [] })
  assert.equal(none, 'there is no limit "x": the pipeline has no limits')
})

test('values that mean nothing are refused in a sentence', () => {
  for (const workers of [0, -1, 1.5, '4', null, 10_001])
    assert.match(said({ workers }), /^expected workers to be "auto" or a whole number/)
  assert.match(said({ limit: 'shop', rate: '2/fortnight' }), /expected s, m, h or d behind the "\/", got "fortnight"/)
  assert.match(said({ limit: 'shop', rate: '0/s' }), /lets nothing start: expected a rate above 0/)
  assert.match(said({ limit: 'slots', rate: '2/s' }), /has no rate of requests/)
})
