import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportSink } from './report.ts'

test('a report has no document: rows pass by and nothing is written', async () => {
  const place = { path: '/nowhere', offset: 5, overwrite: 'own' as const, standardOutput: process.stdout, batch: {} }
  const projection = await reportSink.open({}, place)
  assert.equal(await projection.append([]), 5)
  assert.equal(await projection.finish(), undefined)
  await projection.close()
})
