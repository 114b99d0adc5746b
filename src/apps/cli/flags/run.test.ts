import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeFace } from '../../../../test/support/command.ts'
import { type RunFlags, runRequest } from './run.ts'

function request(args: readonly string[], flags: RunFlags & Readonly<Record<string, unknown>> = {}) {
  const { streams: _streams, ...rest } = runRequest(args, flags, fakeFace('/work'))
  return rest
}

test('the first argument is the pipeline, the others are inputs', () => {
  assert.deepEqual(request(['p.yaml', 'a', 'b'], { input: ['c'] }), {
    folder: '/work',
    pipeline: 'p.yaml',
    input: ['c', 'a', 'b'],
    collectOutputs: false,
  })
})

test('with --pipeline or --manifest every argument is an input', () => {
  assert.deepEqual(request(['a'], { pipeline: 'p' }).input, ['a'])
  const { pipeline, input } = request(['a'], { manifest: 'm.yaml' })
  assert.deepEqual([pipeline, input], [undefined, ['a']])
})

test('flags become run options under the names of a pipeline file', () => {
  const flags = { failFast: true, workers: 3, tolerate: '5%', dryRun: true, overwrite: 'never' }
  assert.deepEqual(request([], flags).options, { workers: 3, fail_fast: true, overwrite: 'never', tolerate: '5%' })
})
