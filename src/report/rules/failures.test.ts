import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlayedBatch } from '../../../test/support/report-batch.ts'
import { failures, said, successes } from '../../../test/support/report-of.ts'

test('the most frequent failure is named with its share and what to do', async () => {
  const items = [...failures(3, 'CUT', 'Fetch it again.'), ...failures(1, 'GONE', 'Look for it.')]
  assert.equal(await said({ items }, 'fix-top-error'), '3 of 4 failures are CUT: Fetch it again.')
})

test('failures at the time limit ask for a longer one', async () => {
  assert.equal(
    await said({ items: [...failures(2, 'TIMEOUT', 'x'), ...failures(1, 'CUT')] }, 'raise-timeout'),
    'Raise `timeout`: 2 of 3 failures ran into the time limit.',
  )
})

test('tries that helped are kept, tries that helped nothing are not', async () => {
  const helped = { items: successes(2, { retries: 1 }) }
  assert.equal(
    await said(helped, 'keep-retrying'),
    'Keep retries on: 2 items succeeded after a failed try (most often EAGAIN, 2 ×).',
  )
  const wasted = { items: failures(2, 'CUT').map((item) => ({ ...item, retries: 3 })) }
  assert.equal(await said(wasted, 'stop-retrying'), 'Lower `max_retries`: 6 × another try (most often EAGAIN) helped 0 items.')
})

test('what is left and what waits for a person comes with its command', async () => {
  const given: PlayedBatch = { items: [{ id: 'a', state: 'review' }], left: 3, state: 'interrupted' }
  assert.equal(await said(given, 'resume'), 'Go on with `millrace resume b1`: 3 of 4 items are left.')
  assert.match((await said(given, 'review')) ?? '', /^Decide on 1 item with `millrace review`/)
})
