/** Where a batch stands, once or until it comes to rest. */
import { createLogUpdate } from 'log-update'
import type { BatchStatus } from '../../index.ts'
import { type InspectedBatch, statusOf, systemClock } from '../../inspect.ts'
import { liveLines } from '../terminal/layout.ts'
import { paintFor } from '../terminal/paint.ts'
import { progressText } from '../terminal/plain.ts'
import type { Face } from './face.ts'
import { ResultStream } from './result-stream.ts'

export interface ShowSetting {
  readonly face: Face
  readonly isJson: boolean
}

const lookMs = 500

export async function printStatus(batch: InspectedBatch, { face, isJson }: ShowSetting): Promise<void> {
  const status = await statusOf(batch)
  const stream = new ResultStream(face.stdout)
  await (isJson ? stream.json(status) : stream.lines(statusLines(status, face)))
}

export async function followStatus(batch: InspectedBatch, setting: ShowSetting): Promise<void> {
  const show = shower(setting)
  for (;;) {
    const status = await statusOf(batch)
    const hasReader = await show(status)
    if (!hasReader || !isLive(status)) return
    await systemClock.sleep(lookMs)
  }
}

type Show = (status: BatchStatus) => Promise<boolean>

/** In a terminal one region that is redrawn; elsewhere a line whenever something has changed. */
function shower({ face, isJson }: ShowSetting): Show {
  if (!isJson && face.stdout.isTTY) {
    const region = createLogUpdate(face.stdout)
    return async (status) => {
      region(statusLines(status, face).join('\n'))
      if (!isLive(status)) region.done()
      return true
    }
  }
  const stream = new ResultStream(face.stdout)
  const last = { text: '' }
  return async (status) => {
    const text = isJson ? JSON.stringify(status) : progressLine(status)
    if (text === last.text) return true
    last.text = text
    return stream.line(text)
  }
}

function progressLine(status: BatchStatus): string {
  return `${progressText(status)}${isLive(status) ? '' : ` ${status.state}`}`
}

function statusLines(status: BatchStatus, { stdout, env }: Face): readonly string[] {
  const lines = liveLines(status, { columns: stdout.columns, rows: 40, paint: paintFor(stdout, env) })
  return status.reason === null || isLive(status) ? lines : [...lines, `${status.state}: ${status.reason}`]
}

function isLive({ state }: BatchStatus): boolean {
  return state === 'running' || state === 'paused'
}
