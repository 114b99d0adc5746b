/** A server on 127.0.0.1 that keeps what it is sent, and answers as a test wants. */

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface HeardPost {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface PostAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpListener {
  readonly url: string
  readonly posts: readonly HeardPost[]
  close(): Promise<void>
}

/** @param answer by the number of the post, from 1; nothing: it is never answered. @default 200 to all */
export async function httpListener(
  t: Pick<TestContext, 'after'>,
  answer: (post: HeardPost, n: number) => PostAnswer | undefined = () => ({ status: 200 }),
  port = 0,
): Promise<HttpListener> {
  const posts: HeardPost[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer) // without an encoding, chunks are buffers
    const post = { url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() }
    posts.push(post)
    const { status, headers = {}, body = '' } = answer(post, posts.length) ?? { status: 0 }
    if (status > 0) response.writeHead(status, headers).end(body)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = () => closed(server)
  t.after(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, posts, close } // it listens on a port
}

/** A port on which nobody listens. */
export async function deadPort(t: Pick<TestContext, 'after'>): Promise<number> {
  const { url, close } = await httpListener(t)
  await close()
  return Number(new URL(url).port)
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
