import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListenerQueue, type Told } from './listener-queue.ts'
import type { EventName } from './names.ts'

const told = (name: EventName, text = '{}'): Told => ({ name, text })

/** A listener that takes events only when it is let go. */
function slow(setting: { readonly mostWaiting?: number; readonly mostWaitingChars?: number } = {}) {
  const gate = Promise.withResolvers<void>()
  const heard: string[] = []
  const problems: string[] = []
  const queue = new ListenerQueue({
    deliver: async ({ text }, signal) => {
      const stopped = new Promise<never>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('stopped'))),
      )
      await Promise.race([gate.promise, stopped])
      if (text === '"bad"') throw new Error('no')
      heard.push(text)
    },
    onProblem: ({ message }) => problems.push(message),
    ...setting,
  })
  return { queue, heard, problems, letGo: () => gate.resolve() }
}

test('events are told one after the other, in order, and telling does not wait', async () => {
  const { queue, heard, letGo } = slow()
  for (const text of ['1', '2', '3']) queue.tell(told('batch:retry', text))
  assert.deepEqual(heard, [])
  letGo()
  await queue.idle()
  assert.deepEqual(heard, ['1', '2', '3'])
  assert.equal(queue.untold, 0)
})

test('of progress that waits only the newest is told', async () => {
  const { queue, heard, letGo } = slow()
  queue.tell(told('batch:start', 'start'))
  await Promise.resolve()
  for (const text of ['p1', 'p2', 'p3']) queue.tell(told('batch:progress', text))
  letGo()
  await queue.idle()
  assert.deepEqual(heard, ['start', 'p3'])
})

test('what finds no room is counted, and the end always finds some', async () => {
  const { queue, heard, letGo } = slow({ mostWaiting: 2 })
  for (const text of ['1', '2', '3', '4']) queue.tell(told('batch:retry', text))
  queue.tell(told('batch:end', 'end'))
  letGo()
  await queue.idle()
  assert.deepEqual(heard, ['1', '2', 'end'])
  assert.equal(queue.untold, 2)
})

test('long events are bounded by their length', async () => {
  const { queue, heard, letGo } = slow({ mostWaitingChars: 10 })
  queue.tell(told('batch:retry', '12345678'))
  queue.tell(told('batch:retry', '12345678'))
  letGo()
  await queue.idle()
  queue.tell(told('batch:retry', 'again'))
  await queue.idle()
  assert.deepEqual(heard, ['12345678', 'again'])
  assert.equal(queue.untold, 1)
})

test('an event that is refused is a problem and no reason to stop', async () => {
  const { queue, heard, problems, letGo } = slow()
  queue.tell(told('batch:retry', '"bad"'))
  queue.tell(told('batch:retry', '2'))
  letGo()
  await queue.idle()
  assert.deepEqual([heard, problems, queue.untold], [['2'], ['no'], 1])
})

test('after a stop nothing is told: what was being told and what waits is counted', async () => {
  const { queue, heard, problems } = slow()
  for (const text of ['1', '2', '3']) queue.tell(told('batch:retry', text))
  await Promise.resolve()
  await Promise.resolve()
  queue.stop()
  await queue.idle()
  queue.tell(told('batch:retry', '4'))
  assert.deepEqual([heard, problems, queue.untold], [[], [], 3])
})
