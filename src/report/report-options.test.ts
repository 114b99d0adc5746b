import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportOptions } from './report-options.ts'

test('options of the run win over those of the definition', () => {
  const pipelineJson = '{"options":{"workers":2,"mode":"strict","logs":{"files":true}}}'
  assert.deepEqual(reportOptions({ pipelineJson, optionsJson: '{"workers":"auto"}' }), {
    workers: 'auto',
    mode: 'strict',
    listsFiles: true,
  })
})

test('a batch without options is read all the same', () => {
  assert.deepEqual(reportOptions({ pipelineJson: '{}', optionsJson: '' }), {
    workers: undefined,
    mode: undefined,
    listsFiles: false,
  })
})
