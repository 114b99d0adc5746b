import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tellStarted } from './detach.ts'

test('a process that nobody detached tells nobody', (t) => {
  const sent = t.mock.fn()
  const before = Object.getOwnPropertyDescriptor(process, 'send')
  Object.defineProperty(process, 'send', { value: sent, configurable: true, writable: true })
  t.after(() => (before === undefined ? Reflect.deleteProperty(process, 'send') : Object.defineProperty(process, 'send', before)))
  tellStarted('b1')
  assert.equal(sent.mock.callCount(), 0)
})
