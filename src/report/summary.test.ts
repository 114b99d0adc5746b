import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../test/support/mixed-batch.ts'
import { machine, type PlayedBatch, type PlayedItem, playBatch, samples } from '../../test/support/report-batch.ts'
import { factsOf } from '../../test/support/report-of.ts'
import { collectFacts } from './facts.ts'
import { summaryLines } from './summary.ts'

async function linesFor(given: PlayedBatch, width = 200): Promise<readonly string[]> {
  const { ledger, batch } = await playBatch(given)
  return summaryLines(await collectFacts(ledger.read, batch), { width, reportPath: '/data/output/logs/report.html' })
}

const good = (count: number): PlayedItem[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `${n}.avif`,
    state: 'succeeded',
    ms: 1_000 + n,
    sizeBytes: 1024 ** 2,
    outputBytes: 4 * 1024 ** 2,
  }))

test('a clean batch is told with counts, time, sizes and where everything is', async () => {
  const given = {
    items: good(4),
    ms: 2_000,
    events: [machine, ...samples(2, () => ({ running: 2, workers: 2 }))],
    usage: { cpuMs: 3_000, peakRssBytes: 2 ** 28, readBytes: 0, writtenBytes: 0 },
  }
  const lines = await linesFor(given)
  assert.deepEqual(
    lines.filter((line) => !line.startsWith('•')),
    [
      'Completed: all 4 items succeeded.',
      '',
      'Items         4 = 4 succeeded',
      'Success rate  100 %',
      'Time          2 s, 2 items/s, 2 workers busy 100 % of it',
      'Memory        256 MiB at its peak, CPU 75 %',
      'Total size    4 MiB → 16 MiB (4 ×)',
      'Slowest       3.avif 1 s, 2.avif 1 s, 1.avif 1 s',
      '',
      '',
      'Outputs       /data/output',
      'Report        /data/output/logs/report.html',
    ],
  )
})

test('failures are grouped, with an example, what to do, and the next command', async () => {
  const items: PlayedItem[] = [
    ...good(1),
    { id: 'x\u001b[2J.avif', state: 'failed', code: 'CUT', message: 'ends early', fix: 'Fetch it again.' },
  ]
  const lines = await linesFor({ items })
  assert.ok(lines.includes('✗ 1 × CUT: ends early (e.g. x�[2J.avif)'))
  assert.ok(lines.includes('    → Fetch it again.'))
  assert.equal(lines.at(-1), 'Next          millrace errors b1, then millrace retry b1')
})

test('an interrupted batch ends with the command that goes on', async () => {
  const lines = await linesFor({ items: good(1), left: 5, state: 'interrupted' })
  assert.equal(lines[0], 'Interrupted: 1 of 6 items succeeded, 5 left to do.')
  assert.equal(lines.at(-1), 'Next          millrace resume b1')
})

test('the most eventful batch fits into 25 lines of the terminal’s width', async () => {
  const failed = Array.from({ length: 9 }, (_, n): PlayedItem => {
    const text = String.fromCharCode(97 + n).repeat(300)
    return { id: `${text}漢字`, state: 'failed', code: `CODE_${text.slice(0, 3)}`, message: text, fix: text, retries: 1, ms: 99 }
  })
  const items: PlayedItem[] = [
    ...good(30),
    ...failed,
    { id: 'r', state: 'review' },
    { id: 's', state: 'skipped', message: 'small' },
  ]
  const lines = await linesFor({ items, left: 2, state: 'failed', reason: 'too many failures', events: [machine] }, 60)
  assert.ok(lines.length <= 25, `${lines.length} lines`)
  assert.ok(lines.every((line) => [...line].length <= 60 && !line.includes('\n')))
})

test('a terminal of unknown width is taken for 80 columns', async () => {
  const lines = await linesFor({ items: [{ id: 'a'.repeat(300), state: 'failed', code: 'X', message: 'm' }] }, 0)
  assert.equal(Math.max(...lines.map((line) => [...line].length)), 80)
})

test('the result of all is told in its first lines', async () => {
  const body = { part: 'aggregation', step: 'aggregate', fp: 'f', made: 1, state: 'done' }
  const value = { text: 'one\n\ntwo\nthree\nfour\nfive', fold: null, file: null }
  const facts = await factsOf({ ...mixedBatch, events: [{ type: 'after-result', body: { ...body, value } }] })
  const lines = summaryLines(facts, { width: 80 })
  const at = lines.findIndex((line) => line.startsWith('Summary'))
  assert.deepEqual(
    lines.slice(at, at + 4).map((line) => line.trim()),
    ['Summary       one', 'two', 'three', 'and 2 more lines'],
  )
})

test('a step behind the items that is not done is what comes next', async () => {
  const ended = { ...mixedBatch, left: 0, state: 'failed' } as const
  const nextOf = async (type: string, body: Record<string, unknown>) =>
    summaryLines(await factsOf({ ...ended, events: [{ type, body }] }), { width: 80 }).at(-1)
  const failed = { part: 'after', step: 'push', attempt: 1, outcome: 'failed', ms: 1 }
  assert.match((await nextOf('after', failed)) ?? '', /^Next +millrace resume b1$/)
  const doubt = { part: 'after', step: 'push', fp: 'f', made: 1, state: 'unknown', value: null }
  assert.match((await nextOf('after-result', doubt)) ?? '', /^Next +millrace review after:push with --done, --again or --fail$/)
})
