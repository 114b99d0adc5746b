import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { smallPipeline, smallPrepared, smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import type { JsonObject } from '../base/json.ts'
import { ownNew } from './own-batch.ts'
import { writeReports } from './write-reports.ts'

async function write(t: TestContext, changes: JsonObject) {
  const room = workspace(t)
  const request = smallRequest(room.folder, () => null, { pipeline: smallPipeline(changes) })
  const prepared = await smallPrepared(room.folder, request)
  const owned = await ownNew(prepared, request)
  t.after(() => owned.ledger.close())
  return { room, name: owned.row.name, reports: await writeReports(prepared, owned) }
}

test('a named report is written as JSON and as a page, with the list of items beside them', async (t) => {
  const { room, name, reports } = await write(t, { report: 'reports/today.html' })
  assert.deepEqual([reports.json, reports.html], [room.path('reports/today.json'), room.path('reports/today.html')])
  assert.ok(readFileSync(reports.json ?? '', 'utf8').includes(name))
  assert.match(readFileSync(reports.html ?? '', 'utf8'), /^<!doctype html>/i)
  assert.deepEqual(readdirSync(room.path('reports')).toSorted(), ['items.jsonl', 'today.html', 'today.json'])
})

test('without a name the report carries the time and lies with the logs', async (t) => {
  const { room, reports } = await write(t, { report: true, output: { type: 'files', path: 'out' } })
  assert.match(reports.json ?? '', /\/out\/logs\/batch_report_\d{8}_\d{6}\.json$/)
  assert.equal(reports.logs, room.path('out/logs'))
})

test('nothing is written where no report is wanted, and where there is no folder for one', async (t) => {
  const none = await write(t, { report: 'none', output: { type: 'files', path: 'out' } })
  assert.deepEqual(none.reports, { logs: none.room.path('out/logs') })
  const stream = await write(t, { report: true, output: { type: 'stdout' } })
  assert.deepEqual(stream.reports, {})
})
