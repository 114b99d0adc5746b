/**
 * Posts a message over HTTP, guarded: only to the address that was given, never where an answer of another host points;
 * within a time; the answer is not read beyond a few KiB.
 */
import { errorCode, PermanentError, RetryableError, toError } from '../base/errors.ts'
import { formatDuration, plainText } from '../base/format.ts'

export interface Post {
  /** http or https, as the pipeline file names it. */
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export const longestPostBytes = 2 ** 20
const longestAnswerBytes = 4_096
const mostRedirects = 3
/** Answers that say: not now. */
const passing = new Set([408, 409, 425, 429])
const longestAskedWaitMs = 300_000

/**
 * Resolves once the host has accepted it (2xx). Throws RetryableError for what may pass (no connection, no answer in time,
 * 5xx, 408, 409, 425, 429 with what `Retry-After` asks for), PermanentError for what will not. Messages name the host only:
 * the rest of an address may be a secret.
 */
export async function httpPost(post: Post): Promise<void> {
  if (Buffer.byteLength(post.body) > longestPostBytes) {
    throw new PermanentError('HTTP_BODY_TOO_LONG', `the message has more than ${longestPostBytes} bytes`)
  }
  const first = addressOf(post.url)
  let address = first
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const answer = await ask(address, post)
    const next = redirectOf(answer, address)
    if (next === undefined) return judge(answer, first)
    await answer.body?.cancel()
    if (next.host !== first.host || (first.protocol === 'https:' && next.protocol !== 'https:')) throw elsewhere(first, next)
    address = next
  }
  throw new PermanentError('HTTP_REDIRECTS', `${first.host} sends messages on more than ${mostRedirects} times`)
}

function addressOf(url: string): URL {
  const address = URL.parse(url)
  const isHttp = address?.protocol === 'http:' || address?.protocol === 'https:'
  if (address !== null && isHttp && address.username === '' && address.password === '') return address
  throw new PermanentError(
    'HTTP_ADDRESS',
    'expected an address that starts with http:// or https://, without a user name in it',
    {
      fix: 'A user name and password go into the header Authorization.',
    },
  )
}

async function ask(address: URL, { body, headers, timeoutMs, signal }: Post): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const limits = AbortSignal.any([signal, timeout])
    return await fetch(address, { method: 'POST', body, headers, redirect: 'manual', signal: limits })
  } catch (thrown) {
    signal.throwIfAborted()
    if (timeout.aborted) {
      throw new RetryableError('HTTP_TIMEOUT', `${address.host} had not answered after ${formatDuration(timeoutMs)}`, {
        cause: thrown,
      })
    }
    throw new RetryableError('HTTP_NO_CONNECTION', `${address.host} cannot be reached (${causeOf(thrown)})`, { cause: thrown })
  }
}

function causeOf(thrown: unknown): string {
  const { message, cause } = toError(thrown)
  return errorCode(cause) ?? errorCode(thrown) ?? (cause instanceof Error ? cause.message : message)
}

function redirectOf({ status, headers }: Response, from: URL): URL | undefined {
  const location = headers.get('location')
  if (status < 300 || status > 399 || location === null) return undefined
  return URL.parse(location, from.href) ?? undefined
}

function elsewhere(first: URL, { host, protocol }: URL): PermanentError {
  return new PermanentError(
    'HTTP_ELSEWHERE',
    `${first.host} sends messages on to ${protocol}//${host}, which the pipeline does not name`,
    {
      fix: 'Give the final address, if you trust it.',
    },
  )
}

async function judge(answer: Response, { host }: URL): Promise<void> {
  const said = plainText((await beginning(answer)).slice(0, 200))
  if (answer.ok) return
  const message = `${host} answered ${answer.status}${said === '' ? '' : `: ${said}`}`
  const mayPass = answer.status >= 500 || passing.has(answer.status)
  if (!mayPass) throw new PermanentError('HTTP_REFUSED', message)
  const retryAfterMs = askedWaitMs(answer.headers.get('retry-after'))
  throw new RetryableError('HTTP_NOT_NOW', message, retryAfterMs === undefined ? {} : { retryAfterMs })
}

async function beginning({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  // An answer that breaks off has been given all the same.
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    sizeBytes += chunk.length
    if (sizeBytes > longestAnswerBytes) break
  }
  return Buffer.concat(chunks).subarray(0, longestAnswerBytes).toString()
}

/** Seconds; a date is not waited for. */
function askedWaitMs(header: string | null): number | undefined {
  if (header === null || !/^\d+$/.test(header)) return undefined
  return Math.min(Number(header) * 1_000, longestAskedWaitMs)
}
