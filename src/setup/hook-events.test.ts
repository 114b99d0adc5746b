import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchEvents, type EventChoice } from '../events/event-choice.ts'
import { eventsOf, moduleEvents } from './hook-events.ts'

const place = { file: 'p.yaml', line: 3 }
const brief = ({ questions, events }: EventChoice) => [...questions, ...events]

test('a program or a webhook hears what is named, and otherwise what is about the batch', () => {
  assert.deepEqual(brief(eventsOf({ place }, 'webhook')), batchEvents)
  assert.deepEqual(brief(eventsOf({ place, events: ['batch:item:before', 'batch:end'] }, 'program')), [
    'batch:item:before',
    'batch:end',
  ])
})

test('a webhook is not asked', () => {
  assert.throws(() => eventsOf({ place, events: ['batch:item:after'] }, 'webhook'), { code: 'HOOK_EVENT', place })
})

test('a module hears what its functions are called', () => {
  assert.deepEqual(brief(moduleEvents({ place }, ['batch:item:before', 'batch:end'])), ['batch:item:before', 'batch:end'])
  assert.deepEqual(brief(moduleEvents({ place, events: ['batch:*'] }, ['batch:item:before', 'batch:end'])), ['batch:end'])
})

test('one function for everything hears what is named, and otherwise what is about the batch', () => {
  assert.deepEqual(brief(moduleEvents({ place, events: ['batch:item:before'] }, ['*'])), ['batch:item:before'])
  assert.deepEqual(brief(moduleEvents({ place }, ['*'])), batchEvents)
})

test('what a module has no function for is refused, and so is what nothing is called', () => {
  assert.throws(() => moduleEvents({ place, events: ['batch:end'] }, ['batch:start']), {
    code: 'HOOK_EVENT',
    message: /Expected the module to have a function for "batch:end", got batch:start\./,
    place,
  })
  assert.throws(() => moduleEvents({ place, events: ['batch:edn'] }, ['*']), { message: /Did you mean "batch:end"\?/, place })
})
