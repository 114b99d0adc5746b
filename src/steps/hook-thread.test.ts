import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { systemClock } from '../base/clock.ts'
import { type HookQuestion, HookThread } from './hook-thread.ts'

function threadOf(t: TestContext, code: string) {
  const path = workspace(t).write('hook.mjs', code)
  const printed: string[] = []
  const thread = new HookThread({
    ...{ path, longestOutputBytes: 10_000, clock: systemClock },
    onPrinted: (text) => printed.push(text),
  })
  t.after(() => thread.close())
  return { thread, printed, path }
}

function about(id: string, more: Partial<HookQuestion> = {}): HookQuestion {
  return { event: 'batch:item:before', text: JSON.stringify({ item: { id } }), timeoutMs: 20_000, ...more }
}

const codes = async (calls: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(calls)).map((one) => (one.status === 'fulfilled' ? 'answered' : one.reason.code))

test('a function answers, and what it has done to what it was sent comes back', async (t) => {
  const { thread } = threadOf(t, 'export function before(event, data) { data.item.seen = event; return { action: "continue" } }')
  assert.deepEqual((await thread.open()).names, ['batch:item:before'])
  const { answer, sent } = await thread.call(about('a'))
  assert.deepEqual([answer, sent], [{ action: 'continue' }, { item: { id: 'a', seen: 'batch:item:before' } }])
})

test('calls that wait do not wait for each other, and share what the module keeps', async (t) => {
  const { thread } = threadOf(
    t,
    `const waiting = []
     export function before(event, data) {
       return new Promise((resolve) => { waiting.push(resolve); if (waiting.length === 3) for (const go of waiting) go() })
     }`,
  )
  await thread.open()
  assert.deepEqual(await codes(['a', 'b', 'c'].map((id) => thread.call(about(id)))), ['answered', 'answered', 'answered'])
})

test('what a function throws is its failure; a BatchError stays one', async (t) => {
  const { thread } = threadOf(
    t,
    `export function before(event, { item }) {
       if (item.id === 'a') throw new TypeError('no such field')
       throw Object.assign(new Error('shop is closed'), { name: 'BatchError', code: 'CLOSED', [Symbol.for('millrace.error')]: true })
     }`,
  )
  await thread.open()
  await assert.rejects(thread.call(about('a')), { name: 'PermanentError', code: 'HOOK_THREW', message: 'no such field' })
  await assert.rejects(thread.call(about('b')), { name: 'BatchError', code: 'CLOSED', message: 'shop is closed' })
})

test('a call that hangs fails, and those beside it are answered, even where the thread is blocked', async (t) => {
  const { thread } = threadOf(
    t,
    `export function before(event, { item }) {
       if (item.id === 'never') return new Promise(() => {})
       if (item.id === 'loop') for (;;) ;
     }`,
  )
  await thread.open()
  const ids = ['a', 'never', 'b', 'loop', 'c']
  const calls = ids.map((id) => thread.call(about(id, id.length > 1 ? { timeoutMs: 150 } : {})))
  assert.deepEqual(await codes(calls), ['answered', 'HOOK_TIMEOUT', 'answered', 'HOOK_TIMEOUT', 'answered'])
})

test('a call that floods or ends its thread fails, and those beside it are answered', async (t) => {
  const { thread, printed } = threadOf(
    t,
    `export function before(event, { item }) {
       console.log('about', item.id)
       if (item.id === 'flood') for (;;) console.log('x'.repeat(100))
       if (item.id === 'exit') process.exit()
     }`,
  )
  await thread.open()
  const calls = ['flood', 'a', 'exit', 'b'].map((id) => thread.call(about(id)))
  assert.deepEqual(await codes(calls), ['HOOK_OUTPUT', 'answered', 'HOOK_ENDED', 'answered'])
  assert.ok(printed.includes('about a\n'))
  assert.ok(printed.join('').length < 50_000)
})

test('an answer that is not JSON is refused with its place', async (t) => {
  const { thread } = threadOf(t, 'export const before = () => ({ data: { f() {} } })')
  await thread.open()
  await assert.rejects(thread.call(about('a')), { code: 'RESULT_NOT_JSON', message: /got a function at data\.f/ })
})

test('a module that cannot be loaded is refused with its place', async (t) => {
  const missing = new HookThread({
    ...{ path: '/nowhere/h.ts', longestOutputBytes: 1, clock: systemClock, onPrinted: () => undefined },
  })
  await assert.rejects(missing.open(), { name: 'UsageError', code: 'MODULE_MISSING', place: { file: '/nowhere/h.ts' } })
  const { thread, path } = threadOf(t, 'export const x = 5')
  await assert.rejects(thread.open(), { name: 'UsageError', code: 'HOOK_NO_FUNCTION', place: { file: path } })
})

test('a call that is given up rejects with the reason, and closing ends what is open', async (t) => {
  const { thread } = threadOf(t, 'export const before = () => new Promise(() => {})')
  await thread.open()
  const stop = new AbortController()
  const given = thread.call(about('a', { signal: stop.signal }))
  stop.abort(new Error('enough'))
  await assert.rejects(given, { message: 'enough' })
  const open = thread.call(about('b'))
  const closed = assert.rejects(open, { code: 'HOOK_ENDED' })
  await thread.close()
  await closed
})
