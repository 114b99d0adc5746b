import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import type { JsonObject } from '../base/json.ts'
import { startBatch } from '../batch.ts'
import { prepareBatch } from './prepare.ts'
import { continuing, watchedBefore } from './watched-before.ts'

test('a watch goes on with its batch as long as the pipeline is the same; the number of workers changes nothing', async (t) => {
  const room = workspace(t, { 'in/a.txt': 'a' })
  const request = (options: JsonObject) => {
    const { inputs: _none, ...rest } = smallRequest(room.folder, () => null, {
      input: ['in'],
      options: { watch: true, ...options },
    })
    return rest
  }
  const before = async (options: JsonObject) => watchedBefore(await prepareBatch(request(options)), request(options))
  assert.deepEqual(await before({}), {})
  const batch = await startBatch(request({ workers: 2 }))
  await batch.control('drain')
  await batch.done
  assert.equal((await before({ workers: 5 })).same?.row.name, batch.id)
  const other = await before({ settle: '5s' })
  assert.deepEqual([other.same, other.other?.row.name], [undefined, batch.id])
})

test('the request to go on names the batch, and keeps what the person asked for now', () => {
  const found = { file: 'small.db', row: { name: 'b1' } } as Parameters<typeof continuing>[0] // only the name is read
  const asked = { pipeline: 'p.yaml', folder: '/work', wait: true, options: { workers: 4, settle: '1s' } }
  assert.deepEqual(continuing(found, asked), { batch: 'b1', folder: '/work', wait: true, options: { workers: 4 } })
})
