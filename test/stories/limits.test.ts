import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { RetryableError, startBatch } from '../../src/index.ts'
import { inputs, smallPipeline, smallRequest, type Work } from '../support/small-batch.ts'
import { workspace } from '../support/workspace.ts'

interface Given {
  /** Keys of the pipeline, and of its step. */
  readonly pipeline: Parameters<typeof smallPipeline>[0]
  readonly step: Parameters<typeof smallPipeline>[0]
  readonly count: number
}

async function run(t: TestContext, work: Work, { pipeline, step, count }: Given) {
  const told: [string, Record<string, unknown>][] = []
  const batch = await startBatch({
    ...smallRequest(workspace(t).folder, work),
    pipeline: smallPipeline({ ...pipeline, steps: [{ name: 'work', tool: 'work', ...step }] }),
    inputs: inputs(...Array.from({ length: count }, (_, n) => `item-${n}`)),
    listen: (events) => void events.onAny((name, event) => told.push([name, { ...event }])),
  })
  return { batch, told }
}

test('a throttle is told, costs no try, and every item succeeds in the end', async (t) => {
  const turnedAway = new Set<string>()
  const work: Work = ({ item }) => {
    if (item.id === 'item-0' && !turnedAway.has(item.id)) {
      turnedAway.add(item.id)
      throw new RetryableError('TOO_MANY', 'asked too much', { isThrottle: true, retryAfterMs: 30 })
    }
    return item.id
  }
  const { batch, told } = await run(t, work, {
    pipeline: { limits: { shop: { requests: '1k/s' } } },
    step: { limit: 'shop' },
    count: 3,
  })
  const { succeeded, exit_code } = await batch.done
  assert.deepEqual([succeeded, exit_code], [3, 0])
  const [, event] = told.find(([name]) => name === 'batch:throttled') ?? []
  assert.deepEqual([event?.['step'], event?.['limits'], event?.['wait_ms']], ['work', ['shop'], 30])
})

test('a breaker opens and closes again, and who failed meanwhile succeeds without a retry', async (t) => {
  let calls = 0
  const work: Work = () => {
    calls += 1
    if (calls > 2 && calls <= 5) throw new RetryableError('DOWN', 'the service is down')
    return calls
  }
  const pipeline = { workers: 1, retry: { delay: '1ms' }, limits: { shop: { breaker: { failures: 2, cooldown: '20ms' } } } }
  const { batch, told } = await run(t, work, { pipeline, step: { limit: 'shop' }, count: 6 })
  const { succeeded, failed } = await batch.done
  assert.deepEqual([succeeded, failed], [6, 0])
  const phases = told.filter(([name]) => name === 'batch:breaker').map(([, { state }]) => state)
  assert.deepEqual([phases[0], phases.at(-1)], ['open', 'closed'])
})

test('a budget that is spent stops the batch with exit code 3, and the rest waits', async (t) => {
  const work: Work = (context) => {
    context.spent({ usd: 0.25 })
    return null
  }
  const pipeline = { workers: 1, budget: { usd: 1 } }
  const { batch } = await run(t, work, { pipeline, step: { cost: { usd: 0.3 } }, count: 10 })
  const { code, exit_code, succeeded, pending } = await batch.done
  assert.deepEqual([code, exit_code, succeeded, pending], ['BUDGET', 3, 3, 7])
})

test('a time that is over stops the batch', async (t) => {
  const work: Work = ({ signal }) => new Promise((resolve) => setTimeout(resolve, 20, signal.aborted))
  const { batch } = await run(t, work, { pipeline: { workers: 1, budget: { time: '50ms' } }, step: {}, count: 100 })
  const { code, pending } = await batch.done
  assert.equal(code, 'BUDGET')
  assert.ok(pending > 0)
})

test('limits are among the gates that a status shows', async (t) => {
  const gates: string[] = []
  const { batch } = await run(t, () => gates.push(...batch.status().gates.map(({ name }) => name)), {
    pipeline: { limits: { shop: { requests: '1k/s' } }, budget: { usd: 1 }, stagger: '1ms' },
    step: { limit: 'shop', cost: { usd: 0.01 } },
    count: 3,
  })
  await batch.done
  for (const name of ['shop', 'budget usd', 'stagger']) assert.ok(gates.includes(name), `${name} in ${gates.join(', ')}`)
})

test('a limit that nobody defined is refused before anything starts, with what was meant', async (t) => {
  const given = { pipeline: { limits: { shop: { requests: '1/s' } } }, step: { limit: 'shp' }, count: 1 }
  await assert.rejects(
    run(t, () => null, given),
    /Expected a name from `limits` \(shop\), got "shp"\. Did you mean "shop"\?/,
  )
})
