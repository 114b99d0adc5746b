import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { someError, someStage, someStatus } from '../../../test/support/status.ts'
import { etaText, type LiveScreen, liveLines } from './layout.ts'
import { colours, noPaint } from './paint.ts'
import { columns } from './text.ts'

const screen: LiveScreen = { columns: 80, rows: 24, paint: noPaint }

const busy = someStatus({
  session: 2,
  stages: [
    someStage('read', { percent: 100, counts: { succeeded: 1000 }, seconds_per_item: 0.02 }),
    someStage('convert', { counts: { running: 4 } }),
  ],
  gates: [{ name: 'workers', limit: 4, used: 4, reason: null }],
  machine: {
    cpu_percent: 86.4,
    cores: 2,
    rss_bytes: 325_058_560,
    peak_rss_bytes: 400_000_000,
    memory_limit_bytes: 21_474_836_480,
    memory_available_bytes: 18_000_000_000,
    disk_free_bytes: 51_539_607_552,
  },
  top_errors: [someError('DECODE_TRUNCATED', 6), someError('TIMEOUT', 3, 'ran longer than 30s')],
})

test('a busy batch shows progress, counts, steps, the machine, errors and keys', () => {
  assert.deepEqual(liveLines(busy, { ...screen, keys: ['s stop', 'p pause', '? help'] }), [
    'millrace avif-to-png · 20260131-120000-7k3q · resumed (session 2)       00:04:12',
    '█████████████████████████░░░░░░░░░░░░░░░  61%  613/1,000  ETA 2m (1–4m)  2.4/s',
    'ok 598  reused 120  running 4  retrying 3  failed 9  skipped 2  review 4',
    '  read 1,000 ✔ 20 ms each    convert 612 ▶4 1.8 s each',
    'cpu 86% of 2 · workers 4/4 · memory 310 MiB of 20 GiB · disk free 48 GiB',
    '✗ 6× DECODE_TRUNCATED  unexpected end of file  e.g. img/0042.avif',
    '✗ 3× TIMEOUT  ran longer than 30s  e.g. img/0042.avif',
    's stop · p pause · ? help',
  ])
})

test('a quiet batch of one step takes three lines', () => {
  const calm = someStatus({ review: 0, skipped: 0, failed: 0, retrying: 0, reused: 0, percent: 59.8, eta_seconds: null })
  assert.deepEqual(liveLines(calm, screen), [
    'millrace avif-to-png · 20260131-120000-7k3q                             00:04:12',
    '████████████████████████░░░░░░░░░░░░░░░░  59%  598/1,000  2.4/s',
    'ok 598  running 4  failed 0  12 MiB → 80 MiB',
  ])
})

test('the range of the end has one unit where both ends have the same, and is left out where they read the same', () => {
  const eta = (low: number, high: number) => {
    const [, bar = ''] = liveLines(someStatus({ eta_seconds: 100, eta_low_seconds: low, eta_high_seconds: high }), screen)
    return /ETA (.*?) {2}/.exec(bar)?.[1]
  }
  assert.deepEqual([eta(70, 250), eta(40, 250), eta(100, 110)], ['2m (1–4m)', '2m (40s–4m)', '2m'])
})

test('a short terminal keeps progress and errors, and lets the rest go', () => {
  const lines = liveLines(busy, { ...screen, rows: 8, keys: ['? help'] })
  assert.equal(lines.length, 5)
  assert.match(lines[3] ?? '', /^✗ 6× DECODE_TRUNCATED/)
})

test('a notice takes the place of the keys and stays in a short terminal', () => {
  const lines = liveLines(busy, { ...screen, rows: 7, keys: ['? help'], notice: 'draining 4 running (again to stop)' })
  assert.equal(lines.at(-1), 'draining 4 running (again to stop)')
  assert.equal(lines.length, 4)
})

test('a paused batch and a source that is still read say so', () => {
  const lines = liveLines(someStatus({ state: 'paused', total_is_final: false }), screen)
  assert.match(lines[0] ?? '', / · PAUSED /)
  assert.match(lines[1] ?? '', /613\/1,000\+/)
})

test('a terminal of no width counts as 80 columns', () => {
  assert.deepEqual(liveLines(busy, { ...screen, columns: 0, rows: 0 }), liveLines(busy, screen))
})

test('no line is ever wider than the terminal, coloured or not', () => {
  const hostile = someStatus({
    pipeline: '写真'.repeat(40),
    top_errors: [someError('X'.repeat(90), 3, '\u001b[2Jboo\n'.repeat(30))],
  })
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 220 }), fc.integer({ min: 4, max: 60 }), fc.boolean(), (width, rows, isColour) => {
      const lines = liveLines({ ...busy, ...hostile }, { columns: width, rows, paint: isColour ? colours : noPaint })
      assert.ok(lines.length <= Math.min(12, Math.max(1, rows - 3)))
      for (const line of lines) assert.ok(columns(line) <= Math.min(200, width), line)
    }),
    { numRuns: 200 },
  )
})

test('an estimate is rounded to what is known', () => {
  assert.deepEqual([1, 38, 130, 4000, 20_000].map(etaText), ['5s', '40s', '2m', '67m', '6h'])
})
