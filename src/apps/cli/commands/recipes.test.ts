import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'

test('recipes are listed, one is shown in full', async () => {
  assert.match((await command('/', 'recipes')).stdout, /^recipe +what it does\navif-to-png /)
  const { stdout } = await command('/', 'recipes', 'avif-to-png')
  assert.match(stdout, /millrace run avif-to-png INPUT…/)
  assert.match(stdout, /steps: /)
})

test('an unknown recipe is refused with a spelling', async () => {
  const { code, stderr } = await command('/', 'recipes', 'avif-to-pgn')
  assert.equal(code, 2)
  assert.match(stderr, /Did you mean "avif-to-png"\?/)
})
