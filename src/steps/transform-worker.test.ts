import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { testFolder } from '../../test/support/step-context.ts'

test('the thread answers with a value, or with what was thrown', async (t) => {
  const path = join(await testFolder(t), 'a.mts')
  await writeFile(path, "export default (item) => { if (item === 'bad') throw new TypeError('no'); return { item } }")
  const worker = new Worker(new URL('./transform-worker.ts', import.meta.url), { workerData: { path, hash: 'x' } })
  t.after(() => worker.terminate())
  const ask = async (item: unknown) => {
    worker.postMessage({ item, context: {} })
    const [answer] = await once(worker, 'message')
    return answer
  }
  assert.deepEqual(await ask('a'), { value: { item: 'a' } })
  const { thrown } = await ask('bad')
  assert.deepEqual([thrown.class, thrown.code, thrown.message], ['TypeError', '', 'no'])
})
