/** How much work lies ahead, and how many items to take at once: pure figures from sizes and the machine. */
export interface Machine {
  readonly cores: number
  /** What a process may use: the limit of its control group, else the machine's memory. */
  readonly memoryBytes: number
}

const smallMachineBytes = 4 * 1024 ** 3

/**
 * One worker per core but one, so that the machine stays usable; half as many where there is less than 4 GiB of
 * memory. At least one.
 */
export function suggestWorkers({ cores, memoryBytes }: Machine): number {
  const spared = cores - 1
  return Math.max(1, memoryBytes < smallMachineBytes ? Math.floor(spared / 2) : spared)
}

const memoryShare = 0.5
const largestTurn = 1_000

export interface TurnAsk {
  /** Free at this moment. */
  readonly memoryBytes: number
  /** What one item needs while it is worked on. */
  readonly bytesPerItem: number
  readonly workers: number
}

/**
 * How many items one turn takes: as many as would fit into half of the free memory all at once, in whole rounds of the
 * workers. At least one round, so that no worker stands idle; at most 1,000, so that turns end.
 */
export function suggestBatchSize({ memoryBytes, bytesPerItem, workers }: TurnAsk): number {
  const fitting = Math.floor((memoryBytes * memoryShare) / Math.max(1, bytesPerItem))
  const rounds = Math.floor(Math.min(largestTurn, fitting) / workers)
  return Math.max(1, rounds) * workers
}

export interface WorkItem {
  readonly sizeBytes: number
  /** Width × height, over all frames; absent for what is no picture. */
  readonly pixels?: number
}

export interface Workload {
  readonly items: number
  readonly bytes: number
  readonly pixels: number
  readonly largestItemBytes: number
  /** Memory that the neediest item takes while it is worked on. */
  readonly bytesPerItem: number
  readonly workers: number
  readonly batchSize: number
}

export interface WorkMachine extends Machine {
  /** Free at this moment. */
  readonly availableBytes: number
}

/** The whole workload in one pass. Workers are fewer where not all of them could hold the neediest item at once. */
export function planWorkload(work: Iterable<WorkItem>, machine: WorkMachine): Workload {
  const sum = { items: 0, bytes: 0, pixels: 0, largestItemBytes: 0, bytesPerItem: 0 }
  for (const { sizeBytes, pixels = 0 } of work) {
    sum.items += 1
    sum.bytes += sizeBytes
    sum.pixels += pixels
    sum.largestItemBytes = Math.max(sum.largestItemBytes, sizeBytes)
    sum.bytesPerItem = Math.max(sum.bytesPerItem, memoryOf({ sizeBytes, pixels }))
  }
  const holding = Math.floor(machine.availableBytes / Math.max(1, sum.bytesPerItem))
  const workers = Math.max(1, Math.min(suggestWorkers(machine), holding))
  const batchSize = suggestBatchSize({ memoryBytes: machine.availableBytes, bytesPerItem: sum.bytesPerItem, workers })
  return { ...sum, workers, batchSize }
}

const bytesPerPixel = 8
const copies = 3

/**
 * A picture is held three times (decoded, encoded, read again to verify it), each at 8 bytes per pixel (four channels
 * of 16 bits); anything else as often as it is long.
 */
function memoryOf({ sizeBytes, pixels }: Required<WorkItem>): number {
  return copies * (pixels > 0 ? pixels * bytesPerPixel : sizeBytes)
}
