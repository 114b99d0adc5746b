import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { deadPort, httpListener } from '../../test/support/http-listener.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import { PermanentError } from '../base/errors.ts'
import { EventBus } from '../events/bus.ts'
import type { EventName } from '../events/names.ts'
import { HookVoice } from '../setup/hook-voice.ts'
import type { HookReach, OpenHook } from '../setup/open-hooks.ts'
import { Listeners } from './listeners.ts'

function hook(reach: HookReach, events: readonly EventName[] = ['batch:control'], name = 'hook h'): OpenHook {
  return { name, version: '', questions: new Set(), events: new Set(events), reach }
}

function listening(hooks: readonly OpenHook[], clock: Clock = systemClock) {
  const bus = new EventBus(() => undefined)
  const warned: string[] = []
  const said: string[] = []
  const tell = {
    warn: (code: string, message: string) => void warned.push(`${code} ${message}`),
    say: (_source: string, text: string) => void said.push(text),
  }
  const voice = new HookVoice()
  const listeners = new Listeners({ hooks, voice }, { bus, tell, clock })
  const control = (verb: string) => bus.emit('batch:control', { batch_id: 'b1', verb, args: {}, answer: '' })
  return { bus, warned, said, voice, listeners, control }
}

const webhookAt = (url: string): HookReach => ({ kind: 'webhook', url, headers: {}, timeoutMs: 5_000 })

test('a listener hears what it wants to hear, in order, as it was when it was told', async () => {
  const heard: string[] = []
  const asked: HookReach = {
    kind: 'asked',
    ask: async (event, text) => {
      heard.push(`${event} ${JSON.parse(text).verb}`)
      return { answer: undefined, sent: {} }
    },
  }
  const { bus, listeners, control, warned } = listening([hook(asked)])
  const event = { batch_id: 'b1', verb: 'pause', args: {}, answer: '' }
  bus.emit('batch:control', event)
  event.verb = 'changed later'
  bus.emit('batch:warning', { batch_id: 'b1', code: 'X', message: 'x' })
  control('resume')
  await listeners.over()
  assert.deepEqual(heard, ['batch:control pause', 'batch:control resume'])
  assert.deepEqual(warned, [])
})

test('what goes wrong is a warning, once per kind', async () => {
  const asked: HookReach = {
    kind: 'asked',
    ask: async () => {
      throw new PermanentError('HOOK_THREW', 'no such field')
    },
  }
  const { listeners, control, warned } = listening([hook(asked)])
  for (const verb of ['pause', 'resume', 'pause']) control(verb)
  await listeners.over()
  assert.deepEqual(warned, ['HOOK_THREW hook h: no such field; the batch goes on'])
})

test('a webhook gets every event in order, also those that were told while it was away', async (t: TestContext) => {
  const port = await deadPort(t)
  // Waits take no time; by the third the service is there.
  const server = Promise.withResolvers<Awaited<ReturnType<typeof httpListener>>>()
  const waits = { count: 0 }
  const sleep: Clock['sleep'] = async (ms, signal) => {
    if (ms === 10_000) return systemClock.sleep(ms, signal)
    waits.count += 1
    if (waits.count === 3) server.resolve(await httpListener(t, undefined, port))
  }
  const { listeners, control, warned } = listening([hook(webhookAt(`http://127.0.0.1:${port}/`), undefined, 'webhook x')], {
    ...systemClock,
    sleep,
  })
  for (const verb of ['pause', 'resume', 'drain']) control(verb)
  await listeners.over()
  const { posts } = await server.promise
  assert.deepEqual(
    posts.map(({ body }) => JSON.parse(body).data.verb),
    ['pause', 'resume', 'drain'],
  )
  assert.deepEqual(warned, [`HTTP_NO_CONNECTION webhook x: 127.0.0.1:${port} cannot be reached (ECONNREFUSED); its events wait`])
})

test('a webhook that stays down is not waited for, and what it did not get is said', async (t) => {
  const port = await deadPort(t)
  // The wait at the end is over at once, every other one never.
  const sleep: Clock['sleep'] = (ms, signal) => (ms === 10_000 ? Promise.resolve() : systemClock.sleep(3_600_000, signal))
  const { listeners, control, warned } = listening([hook(webhookAt(`http://127.0.0.1:${port}/`), undefined, 'webhook x')], {
    ...systemClock,
    sleep,
  })
  for (const verb of ['pause', 'resume']) control(verb)
  await listeners.over()
  assert.equal(warned.at(-1), 'LISTENER_UNTOLD webhook x: 2 events were not told; `millrace events` has what happened')
})

test('progress lines and what hooks print are said', async () => {
  const { bus, listeners, said, voice } = listening([hook({ kind: 'progress-lines' }, ['batch:progress'])])
  voice.say('hook h', 'hello')
  const counts = { pending: 0, running: 0, succeeded: 3, failed: 0, skipped: 0, cancelled: 0, review: 0 }
  bus.emit('batch:progress', { batch_id: 'b1', ...counts, completed: 3, total: 3 })
  await listeners.over()
  assert.deepEqual(said, ['hello', 'Batch b1: 3/3'])
})
