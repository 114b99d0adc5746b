import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../base/json.ts'
import { parseText } from '../pipeline/parse-text.ts'
import { type ManifestItems, takeItems } from './manifest.ts'

function take(yaml: string): ManifestItems {
  const { value, places } = parseText(yaml, 'm.yaml')
  return takeItems(value as JsonObject, places) // the tests write objects
}

test('an item says its priority and for whom it waits', () => {
  const list = '[{ id: a, priority: 1000, depends_on: b }, { id: b, depends_on: ["c-*", { on: c, on_failure: fail }] }]'
  assert.deepEqual(take(`items: ${list}`).items, [
    { id: 'a', data: null, priority: 1000, depends_on: 'b' },
    { id: 'b', data: null, depends_on: ['c-*', { on: 'c', on_failure: 'fail' }] },
  ])
})

test('items and inputs are the same, a text is a path', () => {
  const items = [
    { id: '1', data: { file: 'a.py' }, metadata: { x: 1 }, priority: 2 },
    { id: '2', data: null, depends_on: [] },
    { id: 'b.py', data: { path: 'b.py' } },
  ]
  const list =
    '[{ id: 1, data: { file: a.py }, metadata: { x: 1 }, priority: 2 }, { id: "2", metadata: null, depends_on: [] }, b.py]'
  assert.deepEqual(take(`pipeline: p\nitems: ${list}`), { items, settings: { pipeline: 'p' } })
  assert.deepEqual(take(`inputs: ${list}`).items, items)
  assert.equal(take('pipeline: p').items, undefined)
})

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['items: 5', 'MANIFEST_INVALID', /`items`: expected a list, got 5/],
  ['items: [5]', 'MANIFEST_INVALID', /`items\[0\]`: expected an object with an `id`/],
  ['items: [{ data: 1 }]', 'MANIFEST_INVALID', /`items\[0\]`\.id: expected text or a number, got nothing/],
  ['items: [{ id: 1, metdata: {} }]', 'MANIFEST_INVALID', /Did you mean "metadata"\?/],
  [
    'items: [{ id: 1, priority: -1 }]',
    'MANIFEST_INVALID',
    /`items\[0\]`\.priority: expected a whole number from 0 to 1000 .*, got -1\./,
  ],
  ['items: [{ id: 1, priority: 2000 }]', 'MANIFEST_INVALID', /got 2000\./],
  [
    'items: [{ id: 1, depends_on: [2, {}] }]',
    'MANIFEST_INVALID',
    /`items\[0\]`\.depends_on\[1\]\.on: expected the id of an item, got nothing\./,
  ],
  [
    'items: [{ id: 1, depends_on: { on: 2, on_failure: wait } }]',
    'MANIFEST_INVALID',
    /depends_on\.on_failure: expected skip, run, fail, got "wait"\./,
  ],
  ['items: []\ninputs: []', 'KEY_TWICE', /they mean the same/],
]

for (const [text, code, message] of refused) {
  test(`${JSON.stringify(text)} is refused`, () => assert.throws(() => take(text), { code, message }))
}
