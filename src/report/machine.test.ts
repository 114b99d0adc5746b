import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMachine } from './machine.ts'

test('a machine is read from the body of its event', () => {
  const machine = parseMachine('{"cores":2,"memory_limit_bytes":8,"platform":"linux","tools":{"sharp":"1","broken":2}}')
  assert.deepEqual(
    [machine?.cores, machine?.memoryAvailableBytes, machine?.diskFreeBytes, machine?.node],
    [2, 8, undefined, 'unknown'],
  )
  assert.deepEqual(machine?.tools, { sharp: '1' })
})

test('a body without cores or memory is no machine', () => {
  assert.equal(parseMachine('{"cores":2}'), undefined)
  assert.equal(parseMachine('null'), undefined)
})
