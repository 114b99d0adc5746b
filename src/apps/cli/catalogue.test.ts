import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogue } from './catalogue.ts'
import { absence } from './later.ts'

test('every command has its own name, a summary, and a definition', async () => {
  const names = catalogue.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]))
  assert.equal(new Set(names).size, names.length)
  for (const { summary, load } of catalogue) {
    assert.match(summary, /^[a-z]/)
    assert.equal(typeof (await load()), 'function')
  }
})

test('no command is both here and of a later version', () => {
  for (const { name } of catalogue) assert.equal(absence(name), undefined)
})
