/**
 * The batch that crash tests run: every item is a command that appends its id and its try to a log, then an output of
 * known content. What ran, how often, and what should be there can be read from outside, without asking Millrace.
 */
import { readFileSync, symlinkSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { roomIn, type Workspace, workspace } from './workspace.ts'

export interface CrashBatchSetting {
  readonly items: number
  /** How long each command takes. @default 20 ms */
  readonly commandMs?: number
  /** @default 2 */
  readonly workers?: number
  /** @default full */
  readonly durability?: 'full' | 'fast'
  /** Shell code that each command runs before its mark: `$1` is the id, `$here` the batch's folder, `$here/sleep` a sleep that is its own. */
  readonly before?: string
  /** More keys of the command step, as lines of YAML. @default idempotent, with a timeout of a minute */
  readonly keys?: readonly string[]
  /** How many bytes, about, each output has. @default 4,000 */
  readonly outputBytes?: number
  /** An existing folder to work in, removed by its owner. @default a new one */
  readonly folder?: string
}

export interface CrashBatch {
  readonly room: Workspace
  readonly ids: readonly string[]
  readonly workers: number
  /** Commands that started, in order: `id try`. */
  log(): readonly string[]
  /** What the item's output file must hold. */
  expected(id: string): string
}

export function crashBatch(t: Pick<TestContext, 'after'>, setting: CrashBatchSetting): CrashBatch {
  const { items, commandMs = 20, workers = 2, before = '', outputBytes = 4_000, folder } = setting
  const room = folder === undefined ? workspace(t) : roomIn(folder)
  const ids = Array.from({ length: items }, (_, index) => `item-${String(index + 1).padStart(5, '0')}`)
  room.write('items.jsonl', `${ids.map((id) => JSON.stringify({ id })).join('\n')}\n`)
  room.write('log', '')
  // Under this name a sleeper can be told from those of others.
  symlinkSync('/bin/sleep', room.path('sleep'))
  const wait = commandMs === 0 ? '' : `'${room.path('sleep')}' ${commandMs / 1000}`
  room.write('mark.sh', `here='${room.folder}'\n${before}\nprintf '%s %s\\n' "$1" "$2" >> '${room.path('log')}'\n${wait}\n`)
  room.write('crash.yaml', pipeline(room, setting))
  return { room, ids, workers, log: () => logLines(room), expected: (id) => content(id, outputBytes) }
}

function pipeline(room: Workspace, setting: CrashBatchSetting): string {
  const { workers = 2, durability = 'full', keys = ['effects: idempotent', 'timeout: 60s'], outputBytes = 4_000 } = setting
  return `name: crash
input: { type: jsonl, path: items.jsonl, id: id }
max_concurrent: ${workers}
durability: ${durability}
steps:
  - name: mark
    tool: command
    command: [sh, ${JSON.stringify(room.path('mark.sh'))}, "{item.id}", "{attempt}"]
    ${keys.join('\n    ')}
  - name: write
    tool: filesystem
    action: write
    path: "{output_path}"
    content: ${JSON.stringify(content('{item.id}', outputBytes))}
output: { type: files, path: ./output, layout: flat, naming: "{item.id}.txt" }
`
}

/** Long enough that half a file would show. */
function content(id: string, bytes: number): string {
  return `${id}: ${'all of it is here. '.repeat(bytes / 19)}\n${id} ends`
}

function logLines(room: Workspace): string[] {
  return readFileSync(room.path('log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
}
