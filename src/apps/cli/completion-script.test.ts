import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeFace } from '../../../test/support/command.ts'
import { catalogue } from './catalogue.ts'
import { completionScript } from './completion-script.ts'

test('every shell gets every command', async () => {
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const script = await completionScript(shell, fakeFace('/'))
    for (const { name } of catalogue) assert.ok(script.includes(name), `${shell}: ${name}`)
  }
})

test('hidden flags are not offered', async () => {
  assert.doesNotMatch(await completionScript('bash', fakeFace('/')), /--debug/)
})
