import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suspendable } from './suspend.ts'

test('the terminal is taken again when the process goes on, and left alone afterwards', () => {
  const seen: string[] = []
  const end = suspendable({ leave: () => seen.push('leave'), enter: () => seen.push('enter') })
  process.emit('SIGCONT', 'SIGCONT')
  end()
  process.emit('SIGCONT', 'SIGCONT')
  assert.deepEqual(seen, ['enter'])
})
