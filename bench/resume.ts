/** A million items of which one is left: from the start of the process that resumes to the end of the batch. `node bench/resume.ts [items]` */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../src/base/clock.ts'
import { inFolder, printRows } from './rows.ts'
import { scaleSession } from './scale-runs.ts'

const items = Number((process.argv[2] ?? '1_000_000').replaceAll('_', ''))

await inFolder(async (folder) => {
  writeFileSync(join(folder, 'last-waits'), '')
  const first = scaleSession({ verb: 'run', folder, items })
  const { pending = 0 } = await first.reached('ended')
  await first.exited
  if (pending !== 1) throw new Error(`expected one item to be left, got ${pending}`)
  rmSync(join(folder, 'last-waits'))
  const started = systemClock.now()
  const second = scaleSession({ verb: 'resume', folder, items })
  const end = await second.reached('ended')
  const seconds = (systemClock.now() - started) / 1000
  if (end.pending !== 0) throw new Error(`expected nothing to be left, got ${end.pending}`)
  printRows([{ what: `resume of ${items.toLocaleString('en')} items with one left`, value: seconds, unit: 's', goal: '≤ 2' }])
})
