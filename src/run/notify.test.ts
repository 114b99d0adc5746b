import assert from 'node:assert/strict'
import { chmodSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { deadPort, httpListener } from '../../test/support/http-listener.ts'
import { workspace } from '../../test/support/workspace.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import type { NotifyDefinition } from '../pipeline/hook-definition.ts'
import { type BatchEnd, desktopCommand, endSentence, notifyAll } from './notify.ts'

const place = { file: 'p.yaml' }
const counts = { pending: 0, running: 0, succeeded: 98, failed: 2, skipped: 0, cancelled: 0, review: 0 }
const end: BatchEnd = { batch_id: 'b1', state: 'completed', total: 100, ...counts, ms: 4_200 }

async function notified(
  targets: readonly NotifyDefinition[],
  { env = {}, clock = systemClock, how = end }: { env?: NodeJS.ProcessEnv; clock?: Clock; how?: BatchEnd } = {},
) {
  const warned: string[] = []
  const said: string[] = []
  const tell = {
    warn: (code: string, message: string) => void warned.push(`${code} ${message}`),
    say: (_source: string, text: string) => void said.push(text),
  }
  await notifyAll(targets, how, { pipeline: 'photos', tell, clock, env })
  return { warned, said }
}

test('the end is one sentence', () => {
  assert.equal(endSentence(end), '98 of 100 succeeded, 2 failed, in 4.2 s')
  assert.equal(
    endSentence({ ...end, failed: 0, review: 1, pending: 1, reason: 'The disk is full.' }),
    '98 of 100 succeeded, 1 in review, 1 not done, in 4.2 s. The disk is full.',
  )
})

test('Slack gets a text, any other webhook the event', async (t) => {
  const { url, posts } = await httpListener(t)
  const { warned } = await notified([
    { kind: 'slack', url: `${url}slack`, place },
    { kind: 'webhook', url: `${url}other`, headers: {}, place },
  ])
  assert.deepEqual(warned, [])
  const body = (path: string) => JSON.parse(posts.find((post) => post.url === path)?.body ?? '{}')
  assert.deepEqual(body('/slack'), { text: '*photos is done (b1)*\n98 of 100 succeeded, 2 failed, in 4.2 s' })
  assert.deepEqual([body('/other').event, body('/other').data], ['batch:end', end])
})

test('without a desktop a line says it', async () => {
  const { said, warned } = await notified([{ kind: 'desktop' }], { env: { PATH: '/nowhere' } })
  assert.deepEqual([said, warned], [['photos is done (b1): 98 of 100 succeeded, 2 failed, in 4.2 s'], []])
})

test('with a desktop its program is run, and when that fails a line says it', async (t) => {
  const room = workspace(t, { 'notify-send': '#!/bin/sh\nprintf "%s|" "$@" > "$(dirname "$0")/told"\n' })
  chmodSync(room.path('notify-send'), 0o755)
  const before = process.env['PATH']
  t.after(() => Object.assign(process.env, { PATH: before }))
  process.env['PATH'] = `${room.folder}:${before}`
  const env = { DISPLAY: ':0', PATH: process.env['PATH'] }
  assert.deepEqual((await notified([{ kind: 'desktop' }], { env })).said, [])
  assert.equal(
    readFileSync(room.path('told'), 'utf8'),
    '--app-name=Millrace|photos is done (b1)|98 of 100 succeeded, 2 failed, in 4.2 s|',
  )
  room.write('notify-send', '#!/bin/sh\nexit 1\n')
  assert.equal((await notified([{ kind: 'desktop' }], { env })).said.length, 1)
})

test('a Mac shows it with its own script, whose text is quoted', (t) => {
  const room = workspace(t, { osascript: '' })
  chmodSync(room.path('osascript'), 0o755)
  const command = desktopCommand('a "title"', 'b', { env: { PATH: room.folder }, system: 'darwin' })
  assert.deepEqual(command, ['osascript', '-e', 'display notification "b" with title "a \\"title\\""'])
})

test('who could not be told is a warning that says why', async (t) => {
  const port = await deadPort(t)
  const sleep: Clock['sleep'] = (ms, signal) =>
    ms === 10_000 ? new Promise((resolve) => setImmediate(resolve)) : systemClock.sleep(ms, signal)
  const down = await notified([{ kind: 'slack', url: `http://127.0.0.1:${port}/`, place }], { clock: { ...systemClock, sleep } })
  assert.match(down.warned.join(), /^NOTIFY_FAILED notify_on_complete: /)
  const unset = await notified([{ kind: 'slack', url: 'env:MILLRACE_NOT_SET', place }])
  assert.match(unset.warned.join(), /the variable MILLRACE_NOT_SET/)
})

test('who has stopped a batch is not told that it stopped', async () => {
  for (const state of ['interrupted', 'cancelled'] as const) {
    assert.deepEqual((await notified([{ kind: 'desktop' }], { how: { ...end, state } })).said, [])
  }
})
