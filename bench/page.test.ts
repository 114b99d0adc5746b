import assert from 'node:assert/strict'
import { test } from 'node:test'
import { performancePage } from './page.ts'

const machine = { cores: 2, cpu: 'a chip', memoryGiB: 8, system: 'linux', node: 'v24' }

test('the page has a section for what was measured, and none for what was not', () => {
  const rows = [
    { what: 'millrace', value: 61_234, unit: 'items/s', goal: '≥ 60000' },
    { what: 'a peer', value: 9_900, unit: 'items/s' },
  ]
  const page = performancePage({ 'no-op': { at: '2026-01-31T10:00:00Z', machine, rows } })
  assert.match(page, /^\| millrace \| 61,234 items\/s \| ≥ 60000 ✔ \|$/m)
  assert.match(page, /^\| a peer \| 9,900 items\/s \| {2}\|$/m)
  assert.match(page, /`bench\/no-op\.ts`, 2026-01-31, 2 cores of a chip/)
  assert.doesNotMatch(page, /## spawn/)
})

test('a goal that was missed is shown as missed', () => {
  const rows = [{ what: 'start', value: 300, unit: 'ms', goal: '≤ 250' }]
  assert.match(performancePage({ start: { at: '2026-01-31', machine, rows } }), /≤ 250 ✗/)
})
