/** A service that counts: so many calls per second, so many at once. It may be down, and its calls have a price. */
import { createServer, type ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'

export interface LimitServerSetting {
  readonly perSecond: number
  readonly burst: number
  /** How long an answer takes. @default 20 */
  readonly answerMs?: number
  /** Of one call, in US dollars. @default 0 */
  readonly price?: () => number
}

export interface LimitServer {
  readonly port: number
  /** When calls came that were within the allowance: milliseconds of `performance.now`. */
  readonly accepted: number[]
  /** Calls over the allowance. */
  readonly refused: number[]
  /** Calls that came while it was down. */
  readonly failed: number[]
  /** Sum of prices. */
  spent: number
  isDown: boolean
}

export function limitServer(t: Pick<TestContext, 'after'>, setting: LimitServerSetting): Promise<LimitServer> {
  const { perSecond, burst, answerMs = 20, price = () => 0 } = setting
  const counted = { accepted: [] as number[], refused: [] as number[], failed: [] as number[], spent: 0, isDown: false }
  let tokens = burst
  let before = performance.now()
  const answer = (response: ServerResponse): void => {
    const now = performance.now()
    tokens = Math.min(burst, tokens + ((now - before) * perSecond) / 1_000)
    before = now
    const problem = counted.isDown ? 503 : tokens < 1 ? 429 : undefined
    if (problem !== undefined) {
      const list = problem === 503 ? counted.failed : counted.refused
      reply(response, problem, list.push(now))
      return
    }
    tokens -= 1
    counted.accepted.push(now)
    const cost = price()
    counted.spent += cost
    setTimeout(() => reply(response, 200, { price: cost }), answerMs)
  }
  const server = createServer((_request, response) => answer(response))
  t.after(() => server.closeAllConnections())
  t.after(() => server.close())
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(Object.assign(counted, { port: typeof address === 'object' ? (address?.port ?? 0) : 0 }))
    })
  })
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status
  response.end(JSON.stringify(body))
}
