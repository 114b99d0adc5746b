import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkNotify, webhookReach } from './webhook-reach.ts'

const place = { file: 'p.yaml', line: 3 }
const target = { kind: 'webhook', url: 'https://example.com/x', headers: {} } as const
const reach = (more: object) => webhookReach({ ...target, ...more }, { place, timeoutMs: 5_000 })

test('address, secret and headers may come from the environment', (t) => {
  t.after(() => delete process.env['MILLRACE_TEST_URL'])
  process.env['MILLRACE_TEST_URL'] = 'https://example.com/token'
  const { url, secret, headers } = reach({ url: 'env:MILLRACE_TEST_URL', secret: 'env:MILLRACE_TEST_URL', headers: { a: 'b' } })
  assert.deepEqual([url, secret, headers], ['https://example.com/token', 'https://example.com/token', { a: 'b' }])
})

test('an address that is none, or holds a password, is refused without being told', () => {
  for (const url of ['ftp://x/', 'token-abc', 'https://me:token-abc@x/'])
    assert.throws(
      () => reach({ url }),
      ({ code, message }: Error & { code: string }) => code === 'WEBHOOK_ADDRESS' && !message.includes('token-abc'),
    )
})

test('who is told of the end is looked up before the start', () => {
  for (const notify of [
    { kind: 'slack', url: 'env:MILLRACE_NOT_SET', place } as const,
    { ...target, secret: 'env:MILLRACE_NOT_SET', place },
  ])
    assert.throws(() => checkNotify(notify), { code: 'VARIABLE_MISSING', place })
  checkNotify({ kind: 'desktop' })
  checkNotify({ ...target, place })
})
