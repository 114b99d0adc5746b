import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { shortOrFull } from '../support/faults.ts'
import { type LimitBatch, limitBatch } from '../support/limit-batch.ts'
import { type LimitServer, limitServer } from '../support/limit-server.ts'
import type { RunningCommand } from '../support/millrace.ts'
import { until } from '../support/until.ts'

const perSecond = 20
const burst = 40
const windowMs = shortOrFull(8_000, 60_000)
const kills = shortOrFull(1, 3)
const items = Math.ceil((windowMs / 1_000) * perSecond + burst + 100)
/** The process is started again within the time that the burst makes up for. */
const madeUpMs = 1_500

/** What comes first is the burst; after it the service has nothing to give but what comes in. */
function burstEnd({ accepted }: LimitServer): number {
  return (accepted[burst] ?? Number.POSITIVE_INFINITY) + 100
}

async function killed(server: LimitServer, batch: LimitBatch, first: RunningCommand): Promise<RunningCommand> {
  let running = first
  await until(() => server.accepted.length > burst, { forMs: 30_000 })
  const start = burstEnd(server)
  for (let kill = 1; kill <= kills; kill++) {
    await until(() => performance.now() > start + (kill * windowMs) / (kills + 1), { forMs: windowMs })
    running.child.kill('SIGKILL')
    await running.done
    running = batch.resume()
  }
  return running
}

/** Of what came in during the window: all of it but what no process was there to use. */
function assertUsed(server: LimitServer): void {
  const start = burstEnd(server)
  const used = server.accepted.filter((at) => at > start && at <= start + windowMs)
  const gaps = used.map((at, index) => at - (used[index - 1] ?? at)).map((gap) => Math.max(0, gap - madeUpMs))
  const lostMs = shortOrFull(
    gaps.reduce((sum, gap) => sum + gap, 0),
    0,
  )
  const share = used.length / (((windowMs - lostMs) / 1_000) * perSecond)
  assert.equal(server.refused.length, 0, `${server.refused.length} calls over the allowance`)
  assert.ok(share >= 0.97, `${used.length} calls, ${(100 * share).toFixed(1)} % of the allowance`)
}

async function windowIsOver(server: LimitServer): Promise<void> {
  await until(() => performance.now() > burstEnd(server) + windowMs, { forMs: windowMs + 30_000 })
}

const limits = (scope: string) => `limits: { shop: { requests: ${perSecond}/s, burst: ${burst}, scope: ${scope} } }`

test(`an allowance of ${perSecond}/s is used, and not exceeded, over ${kills} kills and resumes`, async (t) => {
  const server = await limitServer(t, { perSecond, burst })
  const batch = limitBatch(t, { items, port: server.port, head: limits('batch'), step: 'limit: shop' })
  const last = await killed(server, batch, batch.run())
  await windowIsOver(server)
  last.child.kill('SIGKILL')
  await last.done
  assertUsed(server)
})

function sharedFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-state-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('two processes with one allowance of the machine use it together, and do not exceed it', async (t) => {
  const server = await limitServer(t, { perSecond, burst })
  const state = sharedFolder(t)
  const setting = { items, port: server.port, head: limits('machine'), step: 'limit: shop' }
  const [one, other] = [limitBatch(t, setting, state), limitBatch(t, setting, state)]
  const steady = other.run()
  const last = await killed(server, one, one.run())
  await windowIsOver(server)
  for (const { child, done } of [steady, last]) {
    child.kill('SIGKILL')
    await done
  }
  assertUsed(server)
})
