import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { httpListener } from '../../test/support/http-listener.ts'
import { systemClock } from '../base/clock.ts'
import { signatureOf, Webhook, type WebhookSetting } from './webhook.ts'

const never = new AbortController().signal

/** Waits take no time, and are kept. */
function webhook(url: string, more: Partial<WebhookSetting> = {}) {
  const waits: number[] = []
  const clock = { ...systemClock, sleep: async (ms: number) => void waits.push(ms) }
  const problems: string[] = []
  const setting = { url, secret: undefined, headers: {}, timeoutMs: 10_000, clock, random: () => 1 }
  return { waits, problems, hook: new Webhook({ ...setting, onRetry: ({ code }) => problems.push(code), ...more }) }
}

test('a message names its event, has an id, and is signed over its whole body', async (t) => {
  const { url, posts } = await httpListener(t)
  const { hook } = webhook(url, { secret: 'hush', headers: { 'x-own': 'a' } })
  await hook.send('batch:end', '{"batch_id":"b1"}', never)
  const [post] = posts
  assert.ok(post)
  const { headers, body } = post
  const { id, event, sent_at, data } = JSON.parse(body)
  assert.deepEqual(
    [event, data, headers['x-millrace-event'], headers['x-own']],
    ['batch:end', { batch_id: 'b1' }, 'batch:end', 'a'],
  )
  assert.equal(headers['x-millrace-delivery'], id)
  assert.ok(Math.abs(Date.parse(sent_at) - systemClock.wall()) < 60_000)
  const signature = createHmac('sha256', 'hush').update(body).digest('hex')
  assert.equal(headers['x-millrace-signature'], `sha256=${signature}`)
  assert.equal(signatureOf(body, 'hush'), `sha256=${signature}`)
})

test('what may pass is tried again under the same id, with waits that double and the wait that was asked for', async (t) => {
  const { url, posts } = await httpListener(t, (_post, n) =>
    n === 3 ? { status: 429, headers: { 'retry-after': '9' } } : { status: n < 5 ? 503 : 200 },
  )
  const { hook, waits, problems } = webhook(url)
  await hook.send('batch:end', '{}', never)
  assert.deepEqual(waits, [500, 1_000, 9_000, 4_000])
  assert.equal(problems.length, 4)
  assert.equal(new Set(posts.map(({ body }) => JSON.parse(body).id)).size, 1)
})

test('what will not pass is not tried again', async (t) => {
  const { url, posts } = await httpListener(t, () => ({ status: 404 }))
  const { hook } = webhook(url)
  await assert.rejects(hook.send('batch:end', '{}', never), { code: 'HTTP_REFUSED' })
  assert.equal(posts.length, 1)
})

test('a message is given up when the signal aborts, with what was wrong', async (t) => {
  const { url } = await httpListener(t, () => ({ status: 503 }))
  const stop = new AbortController()
  const clock = { ...systemClock, sleep: async () => stop.abort() }
  const { hook } = webhook(url, { clock })
  await assert.rejects(hook.send('batch:end', '{}', stop.signal), { code: 'HTTP_NOT_NOW' })
})

test('a body of its own form goes as it is', async (t) => {
  const { url, posts } = await httpListener(t)
  await webhook(url).hook.sendBody('{"text":"done"}', never)
  assert.equal(posts[0]?.body, '{"text":"done"}')
})
