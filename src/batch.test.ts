import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallRequest, type Work } from '../test/support/small-batch.ts'
import { workspace } from '../test/support/workspace.ts'
import { PermanentError } from './base/errors.ts'
import { processBatch, resumeBatch, retryBatch, startBatch } from './batch.ts'
import { listBatches } from './setup/find-batch.ts'

const oneAtATime = smallPipeline({ workers: 1 })

function failsFor(ids: readonly string[]): Work {
  return ({ item }) => {
    if (ids.includes(item.id)) throw new PermanentError('BAD', 'cannot be')
    return item.id.toUpperCase()
  }
}

test('a batch counts every item once, and has what each made', async (t) => {
  const { folder } = workspace(t)
  const batch = await startBatch(smallRequest(folder, failsFor(['b'])))
  const result = await batch.done
  assert.deepEqual([result.state, result.total, result.succeeded, result.failed, result.exit_code], ['completed', 3, 2, 1, 1])
  const made = result.outputs.map(({ id, success, result: value }) => [id, success, value])
  assert.deepEqual(made.sort(), [
    ['a', true, 'A'],
    ['b', false, undefined],
    ['c', true, 'C'],
  ])
})

test('results can be read while the batch runs, and end with it', async (t) => {
  const batch = await startBatch(smallRequest(workspace(t).folder, failsFor([]), { collectOutputs: false }))
  const ids: string[] = []
  for await (const { id } of batch.outputs()) ids.push(id)
  const result = await batch.done
  assert.deepEqual(ids.sort(), ['a', 'b', 'c'])
  assert.deepEqual(result.outputs, [])
})

test('a batch that is drained finishes what runs and starts nothing new; a resume does the rest, and counts all', async (t) => {
  const { folder } = workspace(t)
  const running = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const ran: string[] = []
  const request = smallRequest(
    folder,
    async ({ item }) => {
      ran.push(item.id)
      running.resolve()
      await goOn.promise
      return null
    },
    { pipeline: oneAtATime },
  )
  const first = await startBatch(request)
  await running.promise
  assert.equal(await first.control('drain'), 'draining: 1 running, nothing new starts')
  goOn.resolve()
  const stopped = await first.done
  assert.deepEqual([stopped.state, stopped.succeeded, stopped.pending, stopped.exit_code], ['interrupted', 1, 2, 130])
  const second = await resumeBatch({ folder, ...(request.parts && { parts: request.parts }) })
  const result = await second.done
  assert.equal(second.id, first.id)
  assert.deepEqual([result.state, result.succeeded, result.pending], ['completed', 3, 0])
  assert.deepEqual(ran.sort(), ['a', 'b', 'c'])
  assert.ok(Number(result.metrics['input_bytes']) > Number(stopped.metrics['input_bytes']))
})

test('a retry runs what failed again, and nothing else', async (t) => {
  const { folder } = workspace(t)
  const ran: string[] = []
  let isBroken = true
  const request = smallRequest(folder, ({ item }) => {
    ran.push(item.id)
    if (isBroken && item.id !== 'a') throw new PermanentError('BAD', 'cannot be')
    return null
  })
  await (await startBatch(request)).done
  isBroken = false
  ran.length = 0
  const again = { folder, ...(request.parts && { parts: request.parts }) }
  const one = await (await retryBatch({ ...again, only: ['c'] })).done
  assert.deepEqual([ran, one.succeeded, one.failed], [['c'], 2, 1])
  const rest = await (await retryBatch(again)).done
  assert.deepEqual([ran, rest.failed], [['c', 'b'], 0])
  await assert.rejects(retryBatch(again), { code: 'NOTHING_TO_RETRY' })
})

test('a batch that is complete has nothing to resume', async (t) => {
  const { folder } = workspace(t)
  const request = smallRequest(folder, failsFor([]))
  await (await startBatch(request)).done
  const again = resumeBatch({ folder, ...(request.parts && { parts: request.parts }) })
  await assert.rejects(again, { code: 'BATCH_COMPLETED' })
})

test('a start that fails after the ledger was taken gives it back, and says why in it', async (t) => {
  const { folder, write } = workspace(t)
  write('out/all.json', 'somebody else’s')
  const pipeline = smallPipeline({ output: { type: 'json', path: 'out/all.json', overwrite: 'never' } })
  await assert.rejects(startBatch(smallRequest(folder, failsFor([]), { pipeline })), { code: 'OUTPUT_EXISTS' })
  const [refused] = listBatches({ folder })
  assert.deepEqual([refused?.row.state, refused?.row.reason?.includes('all.json')], ['failed', true])
  const result = await (await startBatch(smallRequest(folder, failsFor([])))).done
  assert.equal(result.state, 'completed')
})

test('items given in code come back with the value of the last step', async (t) => {
  const room = workspace(t)
  const before = process.cwd()
  process.chdir(room.folder)
  t.after(() => process.chdir(before))
  const step = { name: 'say', tool: 'command', command: ['printf', '%s', '{input.word}'] }
  const result = await processBatch([{ id: 'x', data: { word: 'hi' } }], smallPipeline({ steps: [step] }))
  assert.deepEqual(result.outputs[0]?.result, { stdout: 'hi', stderr: '', exit_code: 0 })
})

test('everything is told, from the start to the end, to who listens from the first event on', async (t) => {
  const told: string[] = []
  const request = smallRequest(workspace(t).folder, failsFor(['b']), { listen: (bus) => bus.onAny((name) => told.push(name)) })
  await (await startBatch(request)).done
  assert.deepEqual([told[0], told.at(-1)], ['batch:start', 'batch:end'])
  assert.equal(told.filter((name) => name === 'batch:item:end').length, 3)
})

test('a selection that fits no item is bad usage, not an empty success', async (t) => {
  const { folder } = workspace(t)
  await assert.rejects(startBatch(smallRequest(folder, failsFor([]), { only: ['nosuch'] })), {
    code: 'NOTHING_SELECTED',
    message: 'None of the 3 items of the input is selected by --only and --where.',
  })
  assert.deepEqual(listBatches({ folder }), [])
})
