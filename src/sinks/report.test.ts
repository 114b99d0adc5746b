import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportSink } from './report.ts'

test('a report puts no result away, and knows no options', () => {
  assert.equal(reportSink.form, 'none')
  assert.equal(reportSink.options.safeParse({ path: 'x' }).success, false)
})
