/** The lines of the live view about stages and about the machine. */
import { formatBytes, formatCount, formatDuration } from '../../base/format.ts'
import type { BatchStatus } from '../../index.ts'
import { columns, joinFitting, safe } from './text.ts'

type Stage = BatchStatus['stages'][number]
type Gate = BatchStatus['gates'][number]

const mostStageLines = 3

/** One word per step, several on a line. A pipeline of one step says nothing that the bar does not. */
export function stageLines(status: BatchStatus, width: number): readonly string[] {
  if (status.stages.length < 2) return []
  const lines: string[] = []
  for (const stage of status.stages.map(stageText)) {
    const line = lines.at(-1)
    if (line !== undefined && columns(line) + columns(stage) + 4 <= width) lines[lines.length - 1] = `${line}    ${stage}`
    else lines.push(`  ${stage}`)
  }
  if (lines.length <= mostStageLines) return lines
  return [...lines.slice(0, mostStageLines - 1), `  … ${lines.length - mostStageLines + 1} more lines of steps`]
}

function stageText({ name, percent, counts, seconds_per_item }: Stage): string {
  const done = counts.succeeded + counts.failed + counts.skipped
  const mark = percent >= 100 ? ' ✔' : ''
  const running = counts.running > 0 ? ` ▶${counts.running}` : ''
  const time = seconds_per_item === null ? '' : ` ${formatDuration(seconds_per_item * 1000)} each`
  return `${safe(name, 24)} ${formatCount(done)}${mark}${running}${time}`
}

export function machineLine(status: BatchStatus, width: number): readonly string[] {
  const { machine } = status
  const gates = status.gates.flatMap(gateText)
  if (machine === null) return gates.length === 0 ? [] : [joinFitting(gates, ' · ', width)]
  const disk = machine.disk_free_bytes === null ? [] : [`disk free ${formatBytes(machine.disk_free_bytes)}`]
  const cpu = `cpu ${Math.round(machine.cpu_percent)}% of ${machine.cores}`
  const memory = `memory ${formatBytes(machine.rss_bytes)} of ${formatBytes(machine.memory_limit_bytes)}`
  return [joinFitting([cpu, ...gates, memory, ...disk], ' · ', width)]
}

/** A gate whose figures are no count of workers or items speaks only while it holds back. */
function gateText({ name, limit, used, reason }: Gate): readonly string[] {
  // Full is said by the figures already.
  const why = reason === null || used === limit ? '' : ` (${safe(reason, 40)})`
  if (name === 'memory') return reason === null ? [] : [safe(reason, 60)]
  return [`${safe(name, 20)} ${used}/${limit}${why}`]
}
