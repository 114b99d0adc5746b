import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ModeFacts, progressMode } from './mode.ts'

const terminal: ModeFacts = { choice: 'auto', quiet: false, stream: { isTTY: true }, env: { TERM: 'xterm' } }

test('a terminal gets the live view', () => {
  assert.equal(progressMode(terminal), 'live')
})

test('a file, a dumb terminal and continuous integration get lines', () => {
  assert.equal(progressMode({ ...terminal, stream: {} }), 'plain')
  assert.equal(progressMode({ ...terminal, env: { TERM: 'dumb' } }), 'plain')
  assert.equal(progressMode({ ...terminal, env: { CI: 'true' } }), 'plain')
})

test('a coding agent gets few lines, also in a terminal', () => {
  assert.equal(progressMode({ ...terminal, env: { CLAUDECODE: '1' } }), 'agent')
  assert.equal(progressMode({ ...terminal, env: { AI_AGENT: '' } }), 'live')
})

test('what was asked for wins over what was found', () => {
  assert.equal(progressMode({ ...terminal, choice: 'ndjson', quiet: true }), 'ndjson')
  assert.equal(progressMode({ ...terminal, choice: 'plain' }), 'plain')
  assert.equal(progressMode({ ...terminal, choice: 'live', env: { CI: '1' } }), 'live')
  assert.equal(progressMode({ ...terminal, quiet: true }), 'quiet')
})

test('a live view is never written to a stream that cannot redraw', () => {
  assert.equal(progressMode({ ...terminal, choice: 'live', stream: {} }), 'plain')
})
