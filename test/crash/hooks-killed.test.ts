/** What hooks have answered outlives a kill: nobody is asked again about what is written down. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { chance } from '../support/chance.ts'
import { shortOrFull } from '../support/faults.ts'
import { millrace, startMillrace } from '../support/millrace.ts'
import { countsSum, statusCounts } from '../support/oracle.ts'
import { until } from '../support/until.ts'
import { workspace } from '../support/workspace.ts'

const items = shortOrFull(300, 3_000)
const kills = shortOrFull(3, 15)
/** As many as are asked about at once. */
const inFlight = 16

const hooks = `import { appendFileSync } from 'node:fs'
const log = (text) => appendFileSync(new URL('asked', import.meta.url), text + '\\n')
const pause = () => new Promise((resolve) => setTimeout(resolve, 5))
export async function before(event, { item }) {
  log('before ' + item.id)
  await pause()
  if (item.data.n % 10 === 0) return { action: 'skip', reason: 'every tenth' }
  item.data.marked = 'm' + item.data.n
}
export async function after(event, data) {
  log('after ' + data.item.id)
  await pause()
  return { data: { output: { result: data.output.result + '!' } } }
}
`

const pipeline = `name: hooked
input: { type: json, path: items.json, id: id }
steps: [{ transform: ./mark.js }]
output: { type: json, path: out.json }
hooks: ./hooks.mjs
workers: 4
`

test(`${items} items, ${kills} kills: hooks are asked at most once more about what was in flight, and the result is the same`, async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const list = Array.from({ length: items }, (_, n) => ({ id: `i${n}`, n }))
  const room = workspace(t, {
    'hooked.yaml': pipeline,
    'hooks.mjs': hooks,
    'mark.js': 'export default ({ data }) => data.marked',
    'items.json': JSON.stringify(list),
  })
  const log = () => (existsSync(room.path('asked')) ? readFileSync(room.path('asked'), 'utf8').split('\n').filter(Boolean) : [])
  const setting = { cwd: room.folder, timeoutMs: 300_000 }
  const begun = async () =>
    room.list().includes('.millrace/hooked.db') && (await millrace(['status', '--json'], setting)).code === 0
  for (let kill = 0; kill < kills; kill++) {
    const args = (await begun()) ? ['resume'] : ['run', 'hooked.yaml', '--report', 'none']
    const { child, done } = startMillrace(args, setting)
    const enough = log().length + luck.between(1, Math.ceil((2 * items) / (kills + 2)))
    await until(() => log().length >= enough, { orWhen: done.then(() => true), everyMs: 2 })
    child.kill('SIGKILL')
    await done
  }
  const end = await millrace(['resume'], setting)
  assert.equal(end.code, 0, end.stderr)

  const asked = log().filter((line) => line.startsWith('before'))
  const counts = new Map<string, number>()
  for (const line of asked) counts.set(line, (counts.get(line) ?? 0) + 1)
  assert.equal(counts.size, items)
  const again = asked.length - items
  assert.ok(again <= kills * inFlight, `${again} were asked about again, at ${kills} kills of at most ${inFlight} in flight`)

  const status = await statusCounts(room.folder)
  assert.equal(countsSum(status), items)
  assert.equal(status.skipped, items / 10)
  const results = JSON.parse(readFileSync(room.path('out.json'), 'utf8'))
  const expected = list.filter(({ n }) => n % 10 !== 0).map(({ n }) => `m${n}!`)
  assert.deepEqual(results.toSorted(), expected.toSorted())
})
