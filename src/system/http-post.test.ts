import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadPort, httpListener } from '../../test/support/http-listener.ts'
import { httpPost, longestPostBytes, type Post } from './http-post.ts'

const never = new AbortController().signal

function post(url: string, more: Partial<Post> = {}): Post {
  return { url, body: '{"a":1}', headers: { 'x-own': 'yes' }, timeoutMs: 10_000, signal: never, ...more }
}

test('a message arrives with its body and headers', async (t) => {
  const { url, posts } = await httpListener(t)
  await httpPost(post(`${url}hook?x=1`))
  assert.deepEqual([posts[0]?.url, posts[0]?.body, posts[0]?.headers['x-own']], ['/hook?x=1', '{"a":1}', 'yes'])
})

test('an answer says whether to try again, and when', async (t) => {
  const answers = [
    { status: 503, body: 'busy\u0007 now' },
    { status: 429, headers: { 'retry-after': '7' } },
    { status: 429, headers: { 'retry-after': 'Fri, 31 Dec 2027 23:59:59 GMT' } },
    { status: 400, body: 'what is this' },
    { status: 410 },
  ]
  const { url } = await httpListener(t, (_post, n) => answers[n - 1])
  const { host } = new URL(url)
  await assert.rejects(httpPost(post(url)), {
    name: 'RetryableError',
    code: 'HTTP_NOT_NOW',
    message: new RegExp(`^${host} answered 503: busy`),
  })
  await assert.rejects(httpPost(post(url)), { name: 'RetryableError', retryAfterMs: 7_000 })
  await assert.rejects(httpPost(post(url)), { name: 'RetryableError', retryAfterMs: undefined })
  await assert.rejects(httpPost(post(url)), {
    name: 'PermanentError',
    code: 'HTTP_REFUSED',
    message: `${host} answered 400: what is this`,
  })
  await assert.rejects(httpPost(post(url)), { name: 'PermanentError', message: `${host} answered 410` })
})

test('nobody there, and nobody who answers, may pass; messages name the host and no more', async (t) => {
  const port = await deadPort(t)
  await assert.rejects(httpPost(post(`http://127.0.0.1:${port}/secret-token`)), {
    name: 'RetryableError',
    code: 'HTTP_NO_CONNECTION',
    message: `127.0.0.1:${port} cannot be reached (ECONNREFUSED)`,
  })
  const { url } = await httpListener(t, () => undefined)
  await assert.rejects(httpPost(post(url, { timeoutMs: 50 })), {
    name: 'RetryableError',
    code: 'HTTP_TIMEOUT',
    message: /had not answered after 50 ms/,
  })
})

test('a redirect is followed on the same host only', async (t) => {
  const other = await httpListener(t)
  const { url, posts } = await httpListener(t, ({ url: asked }) => {
    if (asked === '/here') return { status: 307, headers: { location: '/there' } }
    if (asked === '/away') return { status: 307, headers: { location: `${other.url}there` } }
    if (asked === '/round') return { status: 307, headers: { location: '/round' } }
    return { status: 200 }
  })
  await httpPost(post(`${url}here`))
  assert.deepEqual(
    posts.map((one) => [one.url, one.body]),
    [
      ['/here', '{"a":1}'],
      ['/there', '{"a":1}'],
    ],
  )
  await assert.rejects(httpPost(post(`${url}away`)), { code: 'HTTP_ELSEWHERE', message: /which the pipeline does not name/ })
  assert.equal(other.posts.length, 0)
  await assert.rejects(httpPost(post(`${url}round`)), { code: 'HTTP_REDIRECTS' })
})

test('an endless answer is not read to its end', async (t) => {
  const { url } = await httpListener(t, () => ({ status: 400, body: 'x'.repeat(5_000_000) }))
  await assert.rejects(httpPost(post(url)), ({ message }: Error) => message.length < 300)
})

test('an address that is none, with a password, or a body that is too long are refused before anything is sent', async (t) => {
  for (const url of ['ftp://x/', 'nowhere', 'http://me:pass@127.0.0.1/']) {
    await assert.rejects(httpPost(post(url)), { name: 'PermanentError', code: 'HTTP_ADDRESS' })
  }
  const { url, posts } = await httpListener(t)
  await assert.rejects(httpPost(post(url, { body: 'x'.repeat(longestPostBytes + 1) })), { code: 'HTTP_BODY_TOO_LONG' })
  assert.equal(posts.length, 0)
})

test('a signal ends the wait with its reason', async (t) => {
  const { url } = await httpListener(t, () => undefined)
  const stop = new AbortController()
  const posting = httpPost(post(url, { signal: stop.signal }))
  stop.abort(new Error('over'))
  await assert.rejects(posting, { message: 'over' })
})
