import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imagePlan } from './image-plan.ts'

test('looking is pure, writing is idempotent', async () => {
  assert.equal((await imagePlan({ action: 'inspect' })).effects, 'pure')
  assert.equal((await imagePlan({ action: 'convert' })).effects, 'idempotent')
})

test('the version names every decoder, so that a new one makes kept results stale', async () => {
  assert.match((await imagePlan({ action: 'convert' })).version, /sharp \d.*avifdec .*ffmpeg /)
})

test('a decoder is missing only when it was asked for by name', async () => {
  const { missing } = await imagePlan({ action: 'convert', decoder: 'auto' })
  assert.deepEqual(missing, [])
})
