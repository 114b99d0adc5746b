import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { chance } from '../support/chance.ts'
import { crashBatch } from '../support/crash-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { assertWhole } from '../support/oracle.ts'
import { endProcess, livePids } from '../support/processes.ts'
import { startSession } from '../support/sessions.ts'
import { until } from '../support/until.ts'

const kills = shortOrFull(10, 200)

test(`${kills} commands killed from outside cost one try each and touch no other item`, { timeout: 300_000 }, async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const items = kills * 3
  const keys = ['effects: idempotent', 'timeout: 60s', 'retry: { attempts: 20, delay: 1ms, max_delay: 1ms }']
  const batch = crashBatch(t, { items, commandMs: 60, keys })
  const script = batch.room.path('mark.sh')
  const { done } = await startSession(batch)
  const struck = new Set<number>()
  while (struck.size < kills && batch.log().length < items) {
    await until(() => livePids(script).some((pid) => !struck.has(pid)), { forMs: 10_000, orWhen: done })
    const [pid] = livePids(script).filter((each) => !struck.has(each))
    if (pid === undefined) break
    await systemClock.sleep(luck.between(0, 40))
    if (endProcess(pid)) struck.add(pid)
  }
  assert.equal((await done).code, 0)
  assert.ok(struck.size >= kills / 2, `only ${struck.size} commands could be killed`)
  await assertWhole(batch)
  assert.ok(
    batch.log().length <= items + struck.size,
    `${batch.log().length} commands ran for ${items} items and ${struck.size} kills`,
  )
})
