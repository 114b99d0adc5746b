import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Command } from 'commander'
import { addProgressFlags } from './progress.ts'

function parsed(...args: readonly string[]) {
  return addProgressFlags(new Command().exitOverride().configureOutput({ outputError: () => {} }))
    .parse(args, { from: 'user' })
    .opts()
}

test('progress is chosen from what is watching unless it is named', () => {
  assert.equal(parsed()['progress'], 'auto')
  assert.equal(parsed('--progress', 'ndjson')['progress'], 'ndjson')
  assert.throws(() => parsed('--progress', 'bar'), /Allowed choices are auto, live, plain, ndjson, none/)
})
