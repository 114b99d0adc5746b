import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Chance, chance } from '../support/chance.ts'
import { type CrashBatch, crashBatch } from '../support/crash-batch.ts'
import { failpointNames, shortOrFull } from '../support/faults.ts'
import { assertWhole } from '../support/oracle.ts'
import { finish, type Kill, type KilledSession, killedSession } from '../support/sessions.ts'

const items = shortOrFull(150, 600)
const randomKills = shortOrFull(5, 20)
const namedKills = shortOrFull(2, 5)
/** Named kills are spread among the others. */
const everyNamed = Math.floor((randomKills + namedKills) / namedKills)

/** Three of four while commands run, the rest at any moment from the start of the process. */
function randomKill(luck: Chance): Kill {
  if (luck.between(1, 4) === 1) return { kind: 'time', ms: luck.between(10, 600) }
  return { kind: 'marks', marks: luck.between(1, shortOrFull(10, 20)) }
}

function namedKill(luck: Chance, names: readonly string[]): Kill {
  const name = names[luck.between(0, names.length - 1)] ?? ''
  return { kind: 'failpoint', name, hit: luck.between(2, 12) }
}

async function killAll(batch: CrashBatch, kills: readonly Kill[]): Promise<KilledSession[]> {
  const sessions: KilledSession[] = []
  for (const kill of kills) sessions.push(await killedSession(batch, kill))
  return sessions
}

test(`${randomKills} kills at random and ${namedKills} at named points lose nothing, tear nothing and leave nothing behind`, async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const batch = crashBatch(t, { items })
  const names = failpointNames()
  const kills = Array.from({ length: randomKills + namedKills }, (_, n) =>
    n % everyNamed === everyNamed - 1 ? namedKill(luck, names) : randomKill(luck),
  )
  const sessions = await killAll(batch, kills)
  const end = await finish(batch)
  assert.equal(end.code, 0, `seed ${luck.seed}: ${end.stderr}`)
  const landed = sessions.filter(({ wasKilled, marks }) => wasKilled && marks > 0 && marks < items).length
  assert.ok(landed >= randomKills * 0.75, `seed ${luck.seed}: only ${landed} kills came while the batch was on its way`)
  await assertWhole(batch)
  const killed = sessions.filter(({ wasKilled }) => wasKilled).length
  const extra = batch.log().length - items
  assert.equal(new Set(batch.log().map((line) => line.split(' ')[0])).size, items)
  assert.ok(
    extra <= killed * batch.workers,
    `seed ${luck.seed}: ${extra} extra runs after ${killed} kills with ${batch.workers} at once`,
  )
})

for (const name of failpointNames()) {
  const rounds = shortOrFull(1, 20)
  test(`killed at ${name}, the batch goes on as if nothing had happened`, async (t) => {
    const luck = chance()
    t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
    const batch = crashBatch(t, { items: rounds * 8, commandMs: 2 })
    const kills = Array.from({ length: rounds }, (): Kill => ({ kind: 'failpoint', name, hit: luck.between(1, 4) }))
    const sessions = await killAll(batch, kills)
    const end = await finish(batch)
    assert.equal(end.code, 0, `seed ${luck.seed}: ${end.stderr}`)
    assert.ok(
      sessions.some(({ wasKilled }) => wasKilled),
      `seed ${luck.seed}: the batch never came by ${name}`,
    )
    await assertWhole(batch)
  })
}
