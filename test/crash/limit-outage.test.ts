import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortOrFull } from '../support/faults.ts'
import { limitBatch } from '../support/limit-batch.ts'
import { type LimitServer, limitServer } from '../support/limit-server.ts'
import { until } from '../support/until.ts'

const failures = 5
const workers = 8
const cooldownMs = 500
const outageMs = shortOrFull(3_000, 5_000)

/** Of the calls that came while the service was down: those after the breaker had opened, as times between them. */
function pausesAfterOpening({ failed }: LimitServer): readonly number[] {
  const opened = failed[0] ?? 0
  // What was on its way when it opened still comes.
  const trials = failed.filter((at) => at > opened + cooldownMs / 2)
  return trials.slice(1).map((at, index) => at - (trials[index] ?? at))
}

test('while a service is down one call per cool-down reaches it, and no item fails because of it', async (t) => {
  const server = await limitServer(t, { perSecond: 1_000, burst: 1_000 })
  const head = `limits: { shop: { requests: 100/s, breaker: { failures: ${failures}, cooldown: ${cooldownMs}ms } } }\nworkers: ${workers}`
  const batch = limitBatch(t, { items: 300, port: server.port, head, step: 'limit: shop' })
  const { done } = batch.run(['--json'])
  await until(() => server.accepted.length > 50)
  server.isDown = true
  await until(() => false, { forMs: outageMs })
  server.isDown = false
  const { code, stdout, stderr } = await done
  assert.equal(code, 0, stderr || stdout)
  assert.equal(server.accepted.length, 300)
  const first = server.failed.filter((at) => at <= (server.failed[0] ?? 0) + cooldownMs / 2).length
  assert.ok(first >= failures && first <= failures + workers, `${first} calls until it opened`)
  const pauses = pausesAfterOpening(server)
  assert.ok(pauses.length > 0, 'it was tried again while the service was down')
  assert.ok(Math.min(...pauses) >= cooldownMs * 0.95, `only ${Math.min(...pauses)} ms between two trials`)
})

test('a service that says when to come again is left alone until then, and no try is counted', async (t) => {
  const server = await limitServer(t, { perSecond: 20, burst: 5 })
  const batch = limitBatch(t, {
    ...{ items: 40, port: server.port },
    head: 'limits: { shop: { concurrency: 4 } }\nworkers: 4',
    step: 'limit: shop',
  })
  batch.room.write('call.ts', throttledCall)
  const { code, stderr } = await batch.run().done
  assert.equal(code, 0, stderr)
  assert.ok(server.refused.length > 0)
  const early = server.refused.filter((at) => server.accepted.some((later) => later > at + 50 && later < at + 300))
  assert.equal(early.length, 0, `${early.length} announcements were not kept`)
})

const throttledCall = `import { RetryableError } from '${new URL('../../src/index.ts', import.meta.url).pathname}'
export default async function call(item, { names, signal }) {
  const answer = await fetch(\`http://127.0.0.1:\${names.config.port}/\`, { signal })
  if (answer.ok) return answer.json()
  await answer.text()
  throw new RetryableError('TOO_MANY', 'asked too much', { retryAfterMs: 400, isThrottle: answer.status === 429 })
}
`
