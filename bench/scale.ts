/**
 * A million items (three steps, 2 KiB of data, one in twenty fails), killed once in the middle and resumed; then two
 * million, for the memory. `node bench/scale.ts [items]`
 */

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../src/base/clock.ts'
import { type BenchRow, inFolder, printRows } from './rows.ts'
import { peakRssMiB, scaleSession } from './scale-runs.ts'

const items = Number((process.argv[2] ?? '1_000_000').replaceAll('_', ''))

interface ScaleRun {
  readonly ingestPerSecond: number
  /** All of it, ingest included, without the time between the kill and the resume. */
  readonly itemsPerSecond: number
  readonly peakRssMiB: number
  readonly ledgerBytesPerItem: number
}

async function run(folder: string, count: number): Promise<ScaleRun> {
  const started = systemClock.now()
  const first = scaleSession({ verb: 'run', folder, items: count })
  const ingested = await first.reached('ingested')
  await first.reached('half')
  const killedPeak = peakRssMiB(first.child.pid ?? 0)
  first.child.kill('SIGKILL')
  await first.exited
  const second = scaleSession({ verb: 'resume', folder, items: count })
  const end = await second.reached('ended')
  const seconds = (systemClock.now() - started) / 1000
  await second.exited
  assertComplete(count, end)
  return {
    ingestPerSecond: count / (ingested.ms / 1000),
    itemsPerSecond: count / seconds,
    peakRssMiB: Math.max(killedPeak, end.peakRssMiB),
    ledgerBytesPerItem: statSync(join(folder, '.millrace/scale.db')).size / count,
  }
}

function assertComplete(
  count: number,
  {
    succeeded = 0,
    failed = 0,
    pending = 0,
  }: { readonly succeeded?: number; readonly failed?: number; readonly pending?: number },
): void {
  const expected = Math.floor((count - 8) / 20) + 1
  const isRight = pending === 0 && succeeded + failed === count && failed === expected
  if (!isRight)
    throw new Error(`expected ${count} items with ${expected} failures, got ${succeeded} + ${failed}, ${pending} pending`)
}

function rows(count: number, result: ScaleRun): BenchRow[] {
  const label = count.toLocaleString('en')
  return [
    { what: `${label} items: until the source was read, engine at work`, value: result.ingestPerSecond, unit: 'items/s' },
    { what: `${label} items: start to end, killed once and resumed`, value: result.itemsPerSecond, unit: 'items/s' },
    { what: `${label} items: peak memory of both sessions`, value: result.peakRssMiB, unit: 'MiB', goal: '≤ 400' },
    { what: `${label} items: ledger per item`, value: result.ledgerBytesPerItem, unit: 'bytes' },
  ]
}

const single = await inFolder((folder) => run(folder, items))
const double = await inFolder((folder) => run(folder, items * 2))
printRows([
  ...rows(items, single),
  ...rows(items * 2, double),
  { what: 'memory with twice the items', value: double.peakRssMiB / single.peakRssMiB, unit: '×', goal: '≤ 1.1' },
])
