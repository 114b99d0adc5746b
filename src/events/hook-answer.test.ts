import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '../base/json.ts'
import { changedItem, changedResult, listenerProblem, readDecision } from './hook-answer.ts'

const sent = { item: { id: 'a', data: { n: 1 }, metadata: {} } }
const before = { id: 'a', data: { n: 1 }, metadata: {} }

test('nothing as the answer means: go on, with what was sent as the hook has left it', () => {
  for (const answer of [undefined, null, {}, { action: 'continue' }]) {
    assert.deepEqual(readDecision({ answer, sent }), { action: 'continue', data: sent })
  }
})

test('data in the answer stands for what was sent, and a skip has its reason', () => {
  assert.deepEqual(readDecision({ answer: { data: { item: {} } }, sent }), { action: 'continue', data: { item: {} } })
  assert.deepEqual(readDecision({ answer: { action: 'skip', reason: 'old' }, sent }), { action: 'skip', reason: 'old' })
  assert.deepEqual(readDecision({ answer: { action: 'skip' }, sent }), { action: 'skip', reason: undefined })
})

test('nonsense is refused with what was expected and what came', () => {
  const cases: readonly (readonly [Json, RegExp])[] = [
    [5, /Expected the hook to answer nothing, or \{ action: "continue" \| "skip", reason\?, data\? \}, got 5/],
    [true, /got true/],
    ['yes', /got "yes"/],
    [[1], /got a list/],
    [{ action: 'skpi' }, /got the action "skpi"\. Did you mean "skip"\?/],
    [{ acton: 'skip' }, /got the field "acton"\. Did you mean "action"\?/],
    [{ data: 7 }, /got 7 as the data/],
    [{ action: 'skip', reason: 3 }, /got 3 as the reason/],
  ]
  for (const [answer, message] of cases) assert.throws(() => readDecision({ answer, sent }), { code: 'HOOK_ANSWER', message })
})

test('data and metadata of an item may change, what is left out stays, and the id may not', () => {
  assert.deepEqual(changedItem({ item: { id: 'a', data: [1] } }, before), { data: [1], metadata: {} })
  assert.deepEqual(changedItem({}, before), { data: { n: 1 }, metadata: {} })
  assert.deepEqual(changedItem({ item: { metadata: { seen: true } } }, before), { data: { n: 1 }, metadata: { seen: true } })
  assert.throws(() => changedItem({ item: { id: 'b' } }, before), {
    code: 'HOOK_ID',
    message: 'Expected the hook to leave item.id as it is ("a"), got "b"',
  })
  assert.throws(() => changedItem({ item: 'b' }, before), { code: 'HOOK_ANSWER' })
  assert.throws(() => changedItem({ item: { metadata: [] } }, before), {
    code: 'HOOK_ANSWER',
    message: /got a list as data\.item\.metadata/,
  })
})

test('a result may change, to null too', () => {
  assert.equal(changedResult({ output: { result: 5 } }, 1), 5)
  assert.equal(changedResult({ output: { result: null } }, 1), null)
  assert.equal(changedResult({ output: {} }, 1), 1)
  assert.equal(changedResult({}, 1), 1)
  assert.throws(() => changedResult({ output: 3 }, 1), { code: 'HOOK_ANSWER' })
})

test('a listener is expected to answer nothing', () => {
  assert.equal(listenerProblem(undefined), undefined)
  assert.equal(listenerProblem({ action: 'continue', data: {} }), undefined)
  assert.match(listenerProblem({ action: 'skip' }) ?? '', /answered "skip"/)
  assert.match(listenerProblem(42) ?? '', /answered 42; a listener is expected to answer nothing/)
  assert.match(listenerProblem({ colour: 'red' }) ?? '', /answered an object/)
})
