import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSample } from './sample.ts'

test('a sample is read from the body of its event', () => {
  const sample = parseSample('{"at":5,"running":2,"workers":4,"cpu_ms":7,"rss_bytes":9,"input_bytes":11}')
  assert.deepEqual([sample?.at, sample?.running, sample?.workers, sample?.cpuMs, sample?.rssBytes], [5, 2, 4, 7, 9])
  assert.deepEqual([sample?.inputBytes, sample?.ended], [11, 0])
})

test('a sample has an estimate of the end where one was known', () => {
  const body = '{"at":5,"eta_seconds":60,"eta_low_seconds":50,"eta_high_seconds":90}'
  assert.deepEqual(parseSample(body)?.eta, { seconds: 60, lowSeconds: 50, highSeconds: 90 })
  assert.equal(parseSample('{"at":5}')?.eta, undefined)
})

test('a body that is no sample is passed over', () => {
  assert.equal(parseSample('[]'), undefined)
  assert.equal(parseSample('{"running":2}'), undefined)
})
