import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { workspace } from '../../test/support/workspace.ts'
import { entryFile } from '../base/own-files.ts'
import type { HookMessage } from './hook-worker.ts'

test('a thread says what it offers, that it has started, and what came of it', async (t) => {
  const path = workspace(t).write('hook.mjs', 'export const after = () => undefined')
  const worker = new Worker(entryFile('steps/hook-worker'), { workerData: { path, longestOutputBytes: 100 } })
  t.after(() => worker.terminate())
  const heard: HookMessage[] = []
  await new Promise<void>((resolve) => {
    worker.on('message', (message: HookMessage) => {
      heard.push(message)
      if (message.kind === 'ready') worker.postMessage({ id: 7, event: 'batch:item:after', text: '{"n":1}' })
      if (message.kind === 'answered') worker.postMessage('awake?')
      if (message.kind === 'awake') resolve()
    })
  })
  assert.deepEqual(
    heard.map(({ kind }) => kind),
    ['ready', 'started', 'answered', 'awake'],
  )
  assert.deepEqual(heard[2], { kind: 'answered', id: 7, answer: undefined, sent: { n: 1 } })
})
