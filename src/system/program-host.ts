/**
 * The process that starts programs for a batch. Starting one copies the memory map of whoever starts it, which takes
 * 1 ms from this small process and 10 ms from a large one. When the batch's process dies, however it dies, the channel
 * to it closes, and this one ends every program that still runs before it goes.
 */
import { systemClock } from '../base/clock.ts'
import { errorCode, toError } from '../base/errors.ts'
import { type ChildRequest, type ProgramEnd, runChild } from './child-program.ts'

export type HostOrder =
  | { readonly verb: 'run'; readonly id: number; readonly request: ChildRequest }
  | { readonly verb: 'stop'; readonly id: number }

export type HostAnswer =
  | { readonly id: number; readonly end: ProgramEnd }
  | { readonly id: number; readonly failed: { readonly code: string; readonly message: string } }

const calls = new Map<number, { readonly stop: AbortController; readonly ended: Promise<void> }>()

process.on('message', (order: HostOrder) => {
  if (order.verb === 'stop') return calls.get(order.id)?.stop.abort()
  const stop = new AbortController()
  calls.set(order.id, { stop, ended: perform(order.id, order.request, stop.signal) })
})

process.on('disconnect', async () => {
  const running = [...calls.values()]
  for (const { stop } of running) stop.abort()
  await Promise.all(running.map(({ ended }) => ended))
  process.exit()
})

// Signals are for the batch's process: it decides what ends, and its own end is told by the channel.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined)

async function perform(id: number, request: ChildRequest, stop: AbortSignal): Promise<void> {
  answer(await attempt(id, request, stop))
  calls.delete(id)
}

async function attempt(id: number, request: ChildRequest, stop: AbortSignal): Promise<HostAnswer> {
  try {
    return { id, end: await runChild(request, stop, systemClock) }
  } catch (thrown) {
    return { id, failed: { code: errorCode(thrown) ?? 'UNKNOWN', message: toError(thrown).message } }
  }
}

function answer(message: HostAnswer): void {
  // Nobody is left to hear it once the channel is closed; `disconnect` deals with that.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}
