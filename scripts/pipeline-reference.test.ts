import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { pipelineReference } from './pipeline-reference.ts'

test('docs/pipeline-file.md says what the schemas say (node scripts/docs-reference.ts writes it)', () => {
  assert.equal(readFileSync(new URL('../docs/pipeline-file.md', import.meta.url), 'utf8'), pipelineReference())
})

test('every run option and every kind of step is in the reference', () => {
  const text = pipelineReference()
  for (const word of [
    '`workers`',
    '`tolerate`',
    '`failures_log`',
    '### tool: command',
    '### transform:',
    '### input.type: csv',
    '`truncate`',
  ]) {
    assert.ok(text.includes(word), word)
  }
})
