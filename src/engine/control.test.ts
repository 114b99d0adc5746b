import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlAnswer, type Knobs } from './control.ts'

function knobs(isPaused = false) {
  const turned: unknown[] = []
  const all: Knobs = {
    drain: (reason) => turned.push(['drain', reason.state]),
    stopNow: (reason) => turned.push(['stop', reason.state]),
    setPaused: (isPaused) => turned.push(['paused', isPaused]),
    isPaused,
    facts: { steps: ['read', 'convert'], limits: [{ name: 'shop', hasRate: true }] },
    tune: ({ text }) => turned.push(text),
    running: 4,
  }
  return { all, turned }
}

test('each verb turns its knob and says what that means', () => {
  const { all, turned } = knobs()
  assert.equal(controlAnswer('drain', { signal: 'SIGINT' }, all), 'draining: 4 running, nothing new starts')
  assert.equal(controlAnswer('pause', {}, all), 'paused: 4 running finish, nothing new starts')
  assert.equal(controlAnswer('resume', {}, { ...all, isPaused: true }), 'running again')
  assert.equal(controlAnswer('tune', { workers: 8 }, all), 'workers: 8')
  controlAnswer('cancel', {}, all)
  assert.deepEqual(turned, [['drain', 'interrupted'], ['paused', true], ['paused', false], 'workers: 8', ['stop', 'cancelled']])
})

test('a number of workers that is none is refused, and nothing is turned', () => {
  const { all, turned } = knobs()
  for (const workers of [0, -1, 1.5, '4', null])
    assert.match(controlAnswer('tune', { workers }, all), /^refused: expected workers to be "auto" or a whole number from 1/)
  assert.match(controlAnswer('tune', {}, all), /^refused/)
  assert.deepEqual(turned, [])
})

test('a verb that does not exist is refused with those that do', () => {
  assert.equal(
    controlAnswer('toString', {}, knobs().all),
    'refused: expected one of drain, stop, cancel, pause, resume, tune, got "toString"',
  )
})

test('pausing twice, and resuming what is not paused, changes nothing and says so', () => {
  const paused = knobs(true)
  assert.match(controlAnswer('pause', {}, paused.all), /^paused already/)
  const running = knobs()
  assert.equal(controlAnswer('resume', {}, running.all), 'running: it was not paused')
  assert.deepEqual([...paused.turned, ...running.turned], [])
})
