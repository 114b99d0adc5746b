import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchEvents, chooseEvents, heardEvents, isHeardEvent, isQuestion } from './event-choice.ts'

test('names and patterns stand for events; a question is only meant by its full name', () => {
  const choice = chooseEvents(['batch:end', 'batch:item:*', 'batch:item:before'])
  assert.ok(typeof choice !== 'string')
  assert.deepEqual([...choice.events], ['batch:end', 'batch:item:start', 'batch:item:end'])
  assert.deepEqual([...choice.questions], ['batch:item:before'])
})

test('a star stands for every event that a hook may hear, which leaves out what hooks print', () => {
  const choice = chooseEvents(['*'])
  assert.ok(typeof choice !== 'string')
  assert.deepEqual([...choice.events], heardEvents)
  assert.equal(isHeardEvent('batch:log'), false)
  assert.equal(choice.questions.size, 0)
})

test('a name that nothing has is told with the one that was probably meant', () => {
  assert.equal(chooseEvents(['batch:ende']), 'expected the name of an event, got "batch:ende". Did you mean "batch:end"?')
  assert.equal(
    chooseEvents(['batch:item:befor']),
    'expected the name of an event, got "batch:item:befor". Did you mean "batch:item:before"?',
  )
  assert.match(String(chooseEvents(['shop:*'])), /got "shop:\*"/)
})

test('what is about the batch as a whole has nothing of single items', () => {
  assert.equal(
    batchEvents.some((name) => name.startsWith('batch:item:') || isQuestion(name)),
    false,
  )
  assert.ok(batchEvents.includes('batch:end'))
})
