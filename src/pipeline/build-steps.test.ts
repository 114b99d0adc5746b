import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKinds } from '../../test/support/load-kinds.ts'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { defaultRetry } from './build-run-options.ts'
import { type BuiltSteps, buildSteps } from './build-steps.ts'
import { parseText } from './parse-text.ts'
import { retryPolicy } from './retry-policy.ts'
import { pipelineSchema } from './schema-file.ts'

function steps(yaml: string): BuiltSteps {
  const { value, places } = parseText(yaml, 'p.yaml')
  const raw = (value as { steps: JsonObject[] }).steps // the tests write lists of objects
  return buildSteps(pipelineSchema.parse(value).steps ?? [], raw, {
    ...{ kinds: testKinds.steps, places, retry: defaultRetry, list: 'steps', recipes: new Map(), inherited: {} },
    build: buildSteps,
  })
}

test('a step gets everything that it does not say', () => {
  const [read, go] = steps(
    'steps:\n  - { tool: filesystem, action: read }\n  - { command: [a], name: go, when: size(content) > 0, output: log, timeout: 2m, effects: once, reads: x.txt, retry: { attempts: 3, delay: 5s } }',
  ).steps
  assert.deepEqual(read, {
    name: 'read',
    kind: 'tool:filesystem',
    options: { action: 'read' },
    output: 'content',
    retry: defaultRetry,
    optional: false,
    reads: [],
    line: 2,
  })
  assert.deepEqual(go, {
    name: 'go',
    kind: 'tool:command',
    options: { command: ['a'] },
    when: 'size(content) > 0',
    output: 'log',
    retry: { ...defaultRetry, attempts: 3, delayMs: 5_000 },
    timeoutMs: 120_000,
    effects: 'once',
    optional: false,
    reads: ['x.txt'],
    line: 3,
  })
})

test('names are made unique, given ones win, and may not repeat', () => {
  const { steps: made } = steps('steps: [{ command: [a] }, { command: [b], name: command }, { command: [c] }, { when: "true" }]')
  assert.deepEqual(
    made.map(({ name }) => name),
    ['command-2', 'command', 'command-3', 'keep'],
  )
  assert.throws(() => steps('steps: [{ command: [a], name: x }, { command: [b], name: x }]'), { code: 'STEP_NAME_TWICE' })
})

test('options are checked by the kind, placeholders later', () => {
  const { findings } = steps(
    'steps: [{ tool: image, action: convert, level: "{config.level}" }, { tool: image, action: convert, params: { level: 99 } }]',
  )
  assert.deepEqual(
    findings.map(({ path, message }) => [path.join('.'), message]),
    [['steps.1.params.level', '`level`: expected at most 9, got 99.']],
  )
})

test('conditions and filters that cannot be read are refused at their place', () => {
  for (const [text, code] of [
    ['steps:\n  - { command: [a], when: "size(" }', 'CONDITION_SYNTAX'],
    ['steps:\n  - { command: ["{a | truncat: 3}"] }', 'FILTER_UNKNOWN'],
  ] as const) {
    assert.throws(
      () => steps(text),
      (error) => error instanceof UsageError && error.code === code && error.place?.line === 2,
    )
  }
})

test('repeats are tries less one', () => {
  assert.equal(retryPolicy({ max_retries: 2 }, defaultRetry).attempts, 3)
  assert.equal(retryPolicy({ max_retries: 2, retry: { attempts: 5 } }, defaultRetry).attempts, 5)
})
