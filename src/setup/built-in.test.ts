import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { defineTool } from '../steps/define.ts'
import { loadKindsOf, partsWith } from './built-in.ts'

test('every part is found under its own name', () => {
  const { steps, sources, sinks } = partsWith()
  for (const [kind, step] of steps) assert.equal(step.kind, kind)
  assert.deepEqual([...sources.keys()], ['files', 'json', 'jsonl', 'csv', 'stdin', 'inline'])
  assert.deepEqual([...sinks.keys()], ['files', 'json', 'jsonl', 'csv', 'stdout', 'report'])
})

test('a caller’s tool wins over the built-in one of the same name', () => {
  const own = defineTool({ name: 'image', options: z.object({ mine: z.string() }), run: () => null })
  const parts = partsWith({ steps: [own] })
  assert.equal(parts.steps.get('tool:image'), own)
  assert.equal(loadKindsOf(parts).steps.get('tool:image'), own.options)
})
