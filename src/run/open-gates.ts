/** Which gates a batch has, from its options and the machine. */
import type { GatesSetting } from '../engine/gates/gates.ts'
import { Gates } from '../engine/gates/gates.ts'
import type { PlannedStep } from '../engine/planned-step.ts'
import { suggestBatchSize, suggestWorkers } from '../estimate/workload.ts'
import type { RunOptions } from '../pipeline/definition.ts'

export interface MachineFacts {
  readonly cores: number
  readonly memoryBytes: number
  readonly availableBytes: number
}

const ioWorkers = { start: 16, max: 64 }
const largestReserveBytes = 2 ** 30
/** What one item of unknown need is assumed to take while it is worked on: a decoded 24-megapixel picture with copies. */
const assumedBytesPerItem = 256 * 2 ** 20

export interface GatesCase {
  readonly options: RunOptions
  readonly steps: readonly PlannedStep[]
  readonly machine: MachineFacts
  readonly onAdjusted: GatesSetting['onAdjusted']
}

export function openGates({ options, steps, machine, onAdjusted }: GatesCase): Gates {
  const range = workerRange(steps, machine)
  const reserveBytes = options.memoryReserveBytes ?? Math.min(largestReserveBytes, machine.memoryBytes / 10)
  const workers = options.workers === 'auto' ? range.start : options.workers
  const turnSize = turnSizeOf(options, workers, machine)
  const { staggerMs } = options
  return new Gates({ workers: options.workers, range, reserveBytes, turnSize, staggerMs, onAdjusted })
}

/** Where `auto` starts: one core stays free for cpu-bound work, many wait at a time for the rest. */
function workerRange(steps: readonly PlannedStep[], machine: MachineFacts) {
  const isCpuBound = steps.some(({ work }) => work?.plan.boundBy === 'cpu')
  if (!isCpuBound) return { ...ioWorkers, min: 1 }
  const start = suggestWorkers({ cores: machine.cores, memoryBytes: machine.memoryBytes })
  return { start, min: 1, max: Math.max(start, machine.cores) }
}

function turnSizeOf({ batchSize }: RunOptions, workers: number, { availableBytes }: MachineFacts): number | undefined {
  if (batchSize !== 'auto') return batchSize
  return suggestBatchSize({ memoryBytes: availableBytes, bytesPerItem: assumedBytesPerItem, workers })
}
