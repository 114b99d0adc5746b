/**
 * The batch of items that wait for each other, as a manifest: random edges to items before or behind in the file, some
 * items fail by themselves, some are left out by a condition. Every start is in a log, in the order of the starts.
 */
import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import type { OnFailure } from '../../src/pipeline/dependency.ts'
import type { Chance } from './chance.ts'
import { type ModelEnd, type ModelItem, modelEnds } from './dependency-model.ts'
import { millrace, type RunningCommand, startMillrace } from './millrace.ts'
import { type Workspace, workspace } from './workspace.ts'

export interface OrderedSetting {
  readonly items: number
  readonly edges: number
  /** Of a hundred. */
  readonly failing: number
  readonly luck: Chance
  /** How long each item takes. @default 0 */
  readonly itemMs?: number
}

export interface OrderedBatch {
  readonly room: Workspace
  readonly ids: readonly string[]
  readonly model: readonly ModelItem[]
  /** By id, before it is repaired. */
  readonly expected: ReadonlyMap<string, ModelEnd>
  /** Ids in the order in which their work started; one that was lost may come again. */
  log(): readonly string[]
  start(command: 'run' | 'resume' | 'retry'): RunningCommand
  /** From here on no item fails by itself. What is expected then. */
  repair(): ReadonlyMap<string, ModelEnd>
}

const work = (itemMs: number) => `
import { appendFileSync, existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
export default async (item) => {
  appendFileSync(new URL('./log', import.meta.url), item.id + '\\n')
  if (${itemMs} > 0) await setTimeout(${itemMs})
  if (item.data.own === 'failed' && !existsSync(new URL('./repaired', import.meta.url))) throw Object.assign(new Error('bad'), { code: 'BAD' })
  return item.id
}
`

const pipeline = `name: ordered
workers: 8
max_retries: 0
steps:
  - { name: keep, when: "input.own != 'skipped'" }
  - { name: work, transform: ./work.js, effects: idempotent }
output: { type: jsonl, path: ./output/results.jsonl }
`

export function orderedBatch(t: Pick<TestContext, 'after'>, setting: OrderedSetting): OrderedBatch {
  const { items, itemMs = 0, luck } = setting
  const room = workspace(t, { 'ordered.yaml': pipeline, 'work.js': work(itemMs), log: '' })
  const model = randomGraph(setting)
  // The file is in another order than the one in which items may run.
  const places = shuffled(items, luck)
  const ids = model.map((_, n) => `item-${String(places[n]).padStart(5, '0')}`)
  room.write('manifest.json', manifest(ids, model))
  return {
    ...{ room, ids, model, expected: endsById(ids, model) },
    repair: () => {
      room.write('repaired', '')
      return endsById(
        ids,
        model.map((item): ModelItem => (item.own === 'failed' ? { ...item, own: 'succeeded' } : item)),
      )
    },
    log: () => readFileSync(room.path('log'), 'utf8').split('\n').slice(0, -1),
    start: (command) => {
      const what = command === 'run' ? ['--manifest', 'manifest.json', '--report', 'none'] : []
      return startMillrace([command, ...what, '--progress', 'plain'], { cwd: room.folder, timeoutMs: 300_000 })
    },
  }
}

function endsById(ids: readonly string[], model: readonly ModelItem[]): ReadonlyMap<string, ModelEnd> {
  return new Map(modelEnds(model).map((end, n) => [ids[n] ?? '', end]))
}

/** With three edges each, fewer than one in three may pass a failure on: otherwise nearly all would end by a few. */
const rules: readonly OnFailure[] = ['skip', 'fail', 'run', 'run', 'run', 'run', 'run', 'run']

/** Items wait only for those before them in this list, so there is no cycle. */
function randomGraph({ items, edges, failing, luck }: OrderedSetting): ModelItem[] {
  const waits: Map<number, ModelItem['dependsOn'][number]>[] = Array.from({ length: items }, () => new Map())
  for (let edge = 0; edge < edges; edge++) {
    const dependant = luck.between(1, items - 1)
    const on = luck.between(Math.max(0, dependant - 400), dependant - 1)
    waits[dependant]?.set(on, { on, onFailure: rules[luck.between(1, rules.length) - 1] ?? 'run' })
  }
  const own = () => (luck.between(1, 100) <= failing ? 'failed' : luck.between(1, 100) <= 2 ? 'skipped' : 'succeeded')
  return waits.map((dependsOn) => ({ own: own(), dependsOn: [...dependsOn.values()] }))
}

function shuffled(count: number, luck: Chance): number[] {
  const numbers = Array.from({ length: count }, (_, n) => n)
  for (let n = count - 1; n > 0; n--) {
    const other = luck.between(0, n)
    const [a, b] = [numbers[n] ?? 0, numbers[other] ?? 0]
    numbers[n] = b
    numbers[other] = a
  }
  return numbers
}

function manifest(ids: readonly string[], model: readonly ModelItem[]): string {
  const items = model.map(({ own, dependsOn }, n) => ({
    id: ids[n],
    data: { own },
    depends_on: dependsOn.map(({ on, onFailure }) => (onFailure === 'skip' ? ids[on] : { on: ids[on], on_failure: onFailure })),
  }))
  return JSON.stringify({ pipeline: './ordered.yaml', items: items.sort((a, b) => String(a.id).localeCompare(String(b.id))) })
}

/** Lines of `millrace items --json`: how each item stands. */
export async function standing({ room }: OrderedBatch): Promise<ReadonlyMap<string, { state: string; code: string | null }>> {
  const end = await millrace(['items', '--json'], { cwd: room.folder })
  const rows = end.stdout
    .split('\n')
    .slice(0, -1)
    // The command's own promise: one object per line.
    .map((line) => JSON.parse(line) as { id: string; state: string; code: string | null })
  return new Map(rows.map(({ id, state, code }) => [id, { state, code }]))
}
