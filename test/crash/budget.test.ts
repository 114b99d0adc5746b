import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chance } from '../support/chance.ts'
import { shortOrFull } from '../support/faults.ts'
import { limitBatch } from '../support/limit-batch.ts'
import { limitServer } from '../support/limit-server.ts'
import { until } from '../support/until.ts'

const most = shortOrFull(0.05, 0.01)
const items = shortOrFull(60, 300)
const step = `cost: { usd: ${most} }\ncost_from: { usd: result.price }`

test('a budget of a dollar is never exceeded, over a kill, and a resume with more goes on', async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const price = () => (luck.between(0, 1_000) / 1_000) * most
  const server = await limitServer(t, { perSecond: 1e6, burst: 1e6, price })
  const batch = limitBatch(t, { items, port: server.port, head: 'budget: { usd: 1 }\nworkers: 4', step })
  const first = batch.run()
  await until(() => server.spent > 0.4)
  first.child.kill('SIGKILL')
  await first.done
  const stopped = await batch.resume(['--json']).done
  assert.equal(stopped.code, 3, stopped.stderr)
  assert.match(stopped.stdout, /"code":\s*"BUDGET"/)
  assert.ok(server.spent <= 1, `${server.spent} dollars were spent`)
  assert.ok(server.spent > 0.5, `only ${server.spent} dollars were spent`)
  const smaller = await batch.resume(['--budget', 'usd=0.5']).done
  assert.equal(smaller.code, 2)
  assert.match(smaller.stderr, /at least 1 usd, which the batch has, got 0\.5/)
  const end = await batch.resume(['--budget', 'usd=5']).done
  assert.equal(end.code, 0, end.stderr)
  assert.ok(server.spent > 1)
})
