/** A pipeline whose one step calls a service, in a folder of its own. */
import type { TestContext } from 'node:test'
import { type RunningCommand, startMillrace } from './millrace.ts'
import { type Workspace, workspace } from './workspace.ts'

export interface LimitBatchSetting {
  readonly items: number
  readonly port: number
  /** YAML of the keys beside input, output and steps. */
  readonly head: string
  /** YAML of the step's further keys. */
  readonly step: string
}

export interface LimitBatch {
  readonly room: Workspace
  run(args?: readonly string[]): RunningCommand
  resume(args?: readonly string[]): RunningCommand
}

const call = `export default async function call(item, { names, signal }) {
  const answer = await fetch(\`http://127.0.0.1:\${names.config.port}/\`, { signal })
  if (answer.ok) return answer.json()
  await answer.text()
  throw new Error(\`the service answered \${answer.status}\`)
}
`

/** @param stateFolder where processes share their limits */
export function limitBatch(t: TestContext, setting: LimitBatchSetting, stateFolder?: string): LimitBatch {
  const { items, port, head, step } = setting
  const rows = Array.from({ length: items }, (_, index) => `{"id":"item-${index}"}\n`).join('')
  const yaml = `name: calls
input: { type: jsonl, path: items.jsonl }
output: { type: jsonl, path: out.jsonl }
report: none
config: { port: ${port} }
${head}
steps:
  - transform: ./call.ts
${step.replace(/^/gm, '    ')}
`
  const room = workspace(t, { 'calls.yaml': yaml, 'items.jsonl': rows, 'call.ts': call })
  const env = { XDG_STATE_HOME: stateFolder ?? room.path('state') }
  const start = (args: readonly string[]) => startMillrace([...args, '--quiet'], { cwd: room.folder, env, timeoutMs: 300_000 })
  return {
    room,
    run: (args = []) => start(['run', 'calls.yaml', ...args]),
    resume: (args = []) => start(['resume', ...args]),
  }
}
