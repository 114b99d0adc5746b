/** What the keys of the live view do. */
import { formatCount } from '../../base/format.ts'
import type { Batch, BatchStatus } from '../../index.ts'
import { safe } from './text.ts'

export const keysText = ['s stop gracefully', 'p pause', '? help', '+ − workers', 'e errors']

export const helpText = ['s stop, can be resumed', 'p pause, go on', '? back', '+ − one worker more, less', 'e list the errors']

type Controlled = Pick<Batch, 'status' | 'control'>

/** `say` prints a line that stays. An unknown key does nothing. */
export function pressKey(key: string, batch: Controlled, say: (line: string) => void): void {
  const status = batch.status()
  if (key === 'e') for (const line of errorGroupLines(status)) say(line)
  const turn = turnOf(key, status)
  if (turn === undefined) return
  batch.control(turn.verb, turn.args ?? {}).then(
    (answer) => say(safe(answer)),
    (error: unknown) => say(`! ${safe(String(error))}`),
  )
}

interface Turn {
  readonly verb: Parameters<Batch['control']>[0]
  readonly args?: Parameters<Batch['control']>[1]
}

function turnOf(key: string, status: BatchStatus): Turn | undefined {
  const workers = workersOf(status)
  const turns: Readonly<Record<string, Turn>> = {
    s: { verb: 'drain' },
    p: { verb: status.state === 'paused' ? 'resume' : 'pause' },
    '+': { verb: 'tune', args: { workers: workers + 1 } },
    '-': { verb: 'tune', args: { workers: Math.max(1, workers - 1) } },
  }
  return turns[key]
}

function workersOf(status: BatchStatus): number {
  return status.gates.find(({ name }) => name === 'workers')?.limit ?? Math.max(1, status.running)
}

export function errorGroupLines(status: Pick<BatchStatus, 'top_errors'>): readonly string[] {
  if (status.top_errors.length === 0) return ['no item has failed']
  return status.top_errors.flatMap((group) => {
    const where = group.step === null ? '' : ` at ${safe(group.step, 40)}`
    const samples = group.sample_ids.slice(0, 3).map((id) => `    ${safe(id, 120)}`)
    return [`✗ ${formatCount(group.count)}× ${safe(group.code, 40)}${where}: ${safe(group.message)}`, ...samples]
  })
}
