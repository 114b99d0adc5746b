import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { runFile } from './run-file.ts'
import type { Tally } from './tally.ts'
import { workspace } from './workspace.ts'

interface Ran {
  readonly tally: Tally
  readonly printed: string
}

/** Runs a file of this content as a test file. */
async function ran(t: TestContext, body: string, timeoutMs = 30_000): Promise<Ran> {
  const room = workspace(t, {
    'x.test.ts': `import { describe, test } from 'node:test'\nimport assert from 'node:assert/strict'\n${body}`,
  })
  // Node refuses to run files from within a test unless it forgets that it is in one.
  const context = process.env['NODE_TEST_CONTEXT']
  delete process.env['NODE_TEST_CONTEXT']
  t.after(() => {
    if (context !== undefined) process.env['NODE_TEST_CONTEXT'] = context
  })
  const lines: string[] = []
  const tally = await runFile({ file: 'x.test.ts', folder: room.folder, timeoutMs, print: (text) => lines.push(text) })
  return { tally, printed: lines.join('\n') }
}

test('tests are counted, suites are not', async (t) => {
  const { tally, printed } = await ran(
    t,
    `test('a', () => {}); describe('s', () => { test('b', () => {}); test('c', () => {}) })`,
  )
  assert.deepEqual([tally.passed, tally.failed, tally.skips.length], [3, 0, 0])
  assert.equal(printed, '')
})

test('a skip is kept with its reason', async (t) => {
  const { tally } = await ran(t, `test('needs more', { skip: 'no program' }, () => {}); test('fine', () => {})`)
  assert.deepEqual(tally.skips, [{ file: 'x.test.ts', title: 'needs more', reason: 'no program' }])
  assert.equal(tally.passed, 1)
})

test('a failure is told in full, with what the file printed', async (t) => {
  const { tally, printed } = await ran(t, `test('sum', () => { console.log('on the way'); assert.equal(1 + 1, 3) })`)
  assert.equal(tally.failed, 1)
  assert.match(printed, /✗ x\.test\.ts: sum/)
  assert.match(printed, /2 !== 3/)
  assert.match(printed, /on the way/)
})

test('a failure inside a suite counts once', async (t) => {
  const { tally } = await ran(t, `describe('s', () => { test('a', () => assert.ok(false)); test('b', () => {}) })`)
  assert.deepEqual([tally.passed, tally.failed], [1, 1])
})

test('a file that cannot be loaded has failed', async (t) => {
  const { tally, printed } = await ran(t, `throw new Error('broken at the door')`)
  assert.equal(tally.failed, 1)
  assert.match(printed, /broken at the door/)
})

test('a file without tests has failed', async (t) => {
  const { tally, printed } = await ran(t, '')
  assert.equal(tally.failed, 1)
  assert.match(printed, /Expected at least one test, got none/)
})

test('a file that does not end is ended, and has failed', async (t) => {
  const { tally } = await ran(t, `test('hangs', () => new Promise(() => setInterval(() => {}, 1000)))`, 1_500)
  assert.equal(tally.failed, 1)
})
