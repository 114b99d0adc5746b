/**
 * A batch of generated items in a process of its own, for benchmarks that kill it, resume it and measure its memory.
 * `node bench/scale-child.ts run|resume FOLDER ITEMS`. Prints one line of JSON per milestone.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { systemClock } from '../src/base/clock.ts'
import { type Batch, BatchError, defineSource, defineTool, PermanentError, resumeBatch, startBatch } from '../src/index.ts'

const [verb = 'run', folder = '.', count = '0'] = process.argv.slice(2)
const items = Number(count)
const payload = 'x'.repeat(2_000)
/** While this file is there, the last item stops the batch: it is the one that is left. */
const lastWaits = join(folder, 'last-waits')

const generated = defineSource({
  type: 'generated',
  options: z.object({}),
  open: async () => ({
    envelope: {},
    fields: ['n', 'text'],
    async *read(skip: number) {
      for (let n = skip; n < items; n++) {
        const data = { n, text: payload }
        yield { kind: 'item' as const, id: `item-${n}`, idIsHash: false, data, metadata: {}, sizeBytes: 2_048, priority: 0 }
      }
    },
    close: async () => undefined,
  }),
})

const plan = { effects: 'pure', readsAll: false } as const
const options = z.object({ n: z.unknown() })

interface Numbered {
  readonly n?: unknown
}

/** The data's own number, as a placeholder that stands alone gives it. */
function numberOf(given: Numbered): number {
  return Number(given.n)
}

const measure = defineTool({ name: 'measure', options, plan, run: (given: Numbered) => numberOf(given) % 1_000 })

/** Every twentieth item fails here. */
const check = defineTool({
  name: 'check',
  options,
  plan,
  run: (given: Numbered) => {
    if (numberOf(given) % 20 === 7) throw new PermanentError('EVERY_TWENTIETH', 'fails on purpose')
    return true
  },
})

const settle = defineTool({
  name: 'settle',
  options,
  plan,
  run: (given: Numbered) => {
    if (numberOf(given) === items - 1 && existsSync(lastWaits)) throw new BatchError('LAST_WAITS', 'the last item waits')
    return true
  },
})

const pipeline = {
  name: 'scale',
  input: { type: 'generated' },
  steps: [
    { name: 'measure', tool: 'measure', n: '{input.n}' },
    { name: 'check', tool: 'check', n: '{input.n}' },
    { name: 'settle', tool: 'settle', n: '{input.n}' },
  ],
  output: { type: 'report' },
  report: 'none',
}

const started = systemClock.now()

function tell(milestone: string, more: object = {}): void {
  const peakRssMiB = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(`${JSON.stringify({ milestone, ms: Math.round(systemClock.now() - started), peakRssMiB, ...more })}\n`)
}

async function begin(): Promise<Batch> {
  const parts = { steps: [measure, check, settle], sources: [generated] }
  if (verb === 'resume') return resumeBatch({ folder, parts, collectOutputs: false })
  return startBatch({ pipeline, folder, parts, collectOutputs: false })
}

async function tellIngest(batch: Batch): Promise<void> {
  while (!batch.status().total_is_final) await systemClock.sleep(20)
  const { total, succeeded, failed } = batch.status()
  tell('ingested', { total, ended: succeeded + failed })
}

/** At once where a resume starts behind the middle. */
async function tellHalf(batch: Batch): Promise<void> {
  while (batch.status().succeeded + batch.status().failed < items / 2) await systemClock.sleep(20)
  tell('half')
}

const batch = await begin()
tell('started')
const watched = Promise.all([tellIngest(batch), tellHalf(batch)])
const { succeeded, failed, pending, state } = await batch.done
await watched
tell('ended', { succeeded, failed, pending, state })
