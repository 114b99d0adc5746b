import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../../test/support/step-context.ts'
import { TransformPool } from './transform-pool.ts'

const never = new AbortController().signal

async function pool(t: Parameters<typeof testFolder>[0], text: string): Promise<TransformPool> {
  const path = join(await testFolder(t), 'a.mts')
  await writeFile(path, text)
  const made = new TransformPool({ path, hash: 'x' })
  t.after(() => made.close())
  return made
}

const countCalls =
  "import { threadId } from 'node:worker_threads'\nlet calls = 0\nexport default () => ({ thread: threadId, calls: ++calls })"

test('calls one after the other share a thread, calls at once do not', async (t) => {
  const threads = await pool(t, countCalls)
  const call = () => threads.run({ item: null, context: {} }, never)
  const first = await call()
  assert.deepEqual(await call(), { ...Object(first), calls: 2 })
  const [a, b] = await Promise.all([call(), call()])
  assert.notEqual(Object(a).thread, Object(b).thread)
})

test('a closed pool starts new threads', async (t) => {
  const threads = await pool(t, countCalls)
  await threads.run({ item: null, context: {} }, never)
  await threads.close()
  assert.equal(Object(await threads.run({ item: null, context: {} }, never)).calls, 1)
})

test('an aborted call leaves no thread behind that would be asked again', async (t) => {
  const threads = await pool(t, 'export default (item) => { while (item.hang) {} ; return 1 }')
  const stop = new AbortController()
  const hanging = threads.run({ item: { hang: true }, context: {} }, stop.signal)
  setImmediate(() => stop.abort(new Error('enough')))
  await assert.rejects(hanging, /enough/)
  assert.equal(await threads.run({ item: {}, context: {} }, never), 1)
})
