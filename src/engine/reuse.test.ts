import assert from 'node:assert/strict'
import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { workspace } from '../../test/support/workspace.ts'
import type { KeptResult } from '../ledger/rows.ts'
import { findKept } from './reuse.ts'

function kept(fp: string, batch = 1): KeptResult {
  return { batch, step: 's', fp, state: 'done', key: undefined, value: '1', blob: undefined, files: undefined }
}

/** Runs a step that delivers `out`, with a change between two batches; how often the step ran. */
async function runsAround(t: TestContext, between: (path: string) => void): Promise<number> {
  const room = workspace(t)
  const path = room.path('out')
  const calls: string[] = []
  const build = () =>
    engineRun()
      .items(1)
      .root(room.folder)
      .step(async (_options, { output }) => {
        calls.push('run')
        await output.deliver({ path, write: async (temporary) => void writeFileSync(temporary, 'made') })
        return 1
      })
  const { ledger } = await build().run()
  between(path)
  const again = await build().ledger(ledger).run()
  assert.equal(again.ends.size, 1)
  return calls.length
}

test('a kept result fits by step and fingerprint', () => {
  assert.equal(findKept([kept('a'), kept('b')], { step: 's', fp: 'b', freshFor: undefined })?.fp, 'b')
  assert.equal(findKept([kept('a')], { step: 'other', fp: 'a', freshFor: undefined }), undefined)
  assert.equal(findKept([kept('a')], { step: 's', fp: 'x', freshFor: undefined }), undefined)
})

test('with --fresh only what this batch has made counts', () => {
  assert.equal(findKept([kept('a', 1)], { step: 's', fp: 'a', freshFor: 2 }), undefined)
  assert.equal(findKept([kept('a', 2)], { step: 's', fp: 'a', freshFor: 2 })?.batch, 2)
})

test('a result whose file still stands is reused', async (t) => {
  assert.equal(await runsAround(t, () => undefined), 1)
})

test('a result whose file was only touched is reused, after a look at its content', async (t) => {
  const touch = (path: string) => utimesSync(path, 1, 1)
  assert.equal(await runsAround(t, touch), 1)
})

test('a result whose file is gone is made again', async (t) => {
  assert.equal(await runsAround(t, rmSync), 2)
})
