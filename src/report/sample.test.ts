import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSample } from './sample.ts'

test('a sample is read from the body of its event', () => {
  const sample = parseSample('{"at":5,"running":2,"workers":4,"cpu_ms":7,"rss_bytes":9,"input_bytes":11}')
  assert.deepEqual([sample?.at, sample?.running, sample?.workers, sample?.cpuMs, sample?.rssBytes], [5, 2, 4, 7, 9])
  assert.deepEqual([sample?.inputBytes, sample?.ended], [11, 0])
})

test('a body that is no sample is passed over', () => {
  assert.equal(parseSample('[]'), undefined)
  assert.equal(parseSample('{"running":2}'), undefined)
})
