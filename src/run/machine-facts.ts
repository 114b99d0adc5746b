import type { Json } from '../base/json.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { version } from '../setup/version.ts'
import { cores, diskFree, memory } from '../system/usage.ts'

/** What this session runs on and with, for the report. */
export async function machineFacts({ places, steps }: PreparedBatch): Promise<Json> {
  const { limitBytes, availableBytes } = memory()
  return {
    cores: cores(),
    memory_limit_bytes: limitBytes,
    memory_available_bytes: availableBytes,
    disk_free_bytes: await diskFree(places.root),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    millrace: version,
    tools: Object.fromEntries(steps.flatMap(({ work }) => (work === undefined ? [] : [[work.step.kind, work.plan.version]]))),
  }
}
