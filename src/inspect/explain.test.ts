import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, batchOf, result, settle } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import type { JsonObject } from '../base/json.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { explainItem } from './explain.ts'

const [oldPrint, newPrint] = ['1'.repeat(43), '2'.repeat(43)]

async function ranTwice(ledger: Ledger, partsNow: string, options: JsonObject = {}) {
  const first = await batchOf(ledger, ['a'], { name: 'first', created: 1 })
  await ledger.commit([
    settle(first, 1, { results: [result('a', { fp: oldPrint, parts: '{"{config.level}":3,"version":"1"}' })] }),
  ])
  const second = await batchOf(ledger, ['a'], { name: 'second', created: 2, optionsJson: JSON.stringify(options) })
  await ledger.commit([settle(second, 1, { results: [result('a', { fp: newPrint, parts: partsNow })] })])
}

test('a step that ran again names the piece that changed', async (t) => {
  const batch = await inspected(t, (ledger) => ranTwice(ledger, '{"{config.level}":9,"version":"1"}'))
  const { steps, state } = await explainItem(batch, 'a')
  assert.equal(state, 'succeeded')
  assert.deepEqual(steps[0], {
    step: 'read',
    action: 'ran',
    why: 'Changed since the last result: {config.level}.',
    changed: ['{config.level}'],
    attempts: ['succeeded'],
  })
  assert.equal(steps[1]?.action, 'not reached')
})

test('a batch with --fresh names nothing else as the reason', async (t) => {
  const batch = await inspected(t, (ledger) => ranTwice(ledger, '{"{config.level}":9,"version":"1"}', { fresh: true }))
  const [first] = (await explainItem(batch, 'a')).steps
  assert.deepEqual([first?.why, first?.changed], ['With --fresh, no kept result of an earlier batch counts.', []])
})

test('a first run has nothing to compare with', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, ['a'])
    await ledger.commit([settle(number, 1, { results: [result('a')] })])
  })
  assert.equal((await explainItem(batch, 'a')).steps[0]?.why, 'There was no kept result of an earlier batch.')
})

test('a step whose result was reused says so', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, ['a'])
    await ledger.commit([settle(number, 1, { attempts: [attempt({ reused: true })] })])
  })
  assert.equal((await explainItem(batch, 'a')).steps[0]?.action, 'reused')
})

test('an unknown item is refused with a spelling', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['picture.avif']))
  await assert.rejects(explainItem(batch, 'pictrue.avif'), {
    message: 'Expected an item of batch first, got "pictrue.avif". Did you mean "picture.avif"?',
  })
})
