/**
 * The batch that tests of families run: every document is split into parts, parts are worked on in groups, put together,
 * written, and folded into one summary. Which parts were worked on, and how often, is logged where a test can see it.
 */
import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { type RunningCommand, startMillrace } from './millrace.ts'
import { type Workspace, workspace } from './workspace.ts'

export interface FamilySetting {
  readonly documents: number
  /** Of each document. */
  readonly parts: number
  /** How many parts one call gets. */
  readonly group: number
  /** How long a call takes. */
  readonly callMs: number
}

export interface FamilyBatch {
  readonly room: Workspace
  /** One line per part of every call, in order. */
  log(): readonly string[]
  start(verb: 'run' | 'resume', env?: Readonly<Record<string, string>>): RunningCommand
  /** Everything that was delivered, by path. */
  outputs(): ReadonlyMap<string, string>
}

const work = (callMs: number) => `import { appendFileSync } from 'node:fs'
export default async ({ data }) => {
  appendFileSync(process.env.HOME + '/log', data.map(({ id }) => id + '\\n').join(''))
  await new Promise((done) => setTimeout(done, ${callMs}))
  return data.map(({ part, part_index, parent }) => parent.id + ' ' + part_index + ' ' + part.toUpperCase())
}
`

const fold = `export const initial = { documents: 0, parts: 0, chain: '' }
export default (all, { id, result }) => ({
  documents: all.documents + 1,
  parts: all.parts + result.length,
  chain: (all.chain + id + result.at(-1)).slice(-2000),
})
`

const pipeline = (group: number) => `name: families
input: { type: jsonl, path: documents.jsonl, id: id }
max_concurrent: 4
steps:
  - { split: { by: lines, from: "{input.text}" } }
  - { name: work, transform: ./work.ts, group: { size: ${group} } }
  - { merge: {} }
output: { type: jsonl, path: ./output/results.jsonl }
aggregation:
  fold: ./fold.ts
  template: "{fold.documents} documents, {fold.parts} parts, {fold.chain}"
  output: summary.txt
`

export function familyBatch(t: Pick<TestContext, 'after'>, { documents, parts, group, callMs }: FamilySetting): FamilyBatch {
  const lines = Array.from({ length: documents }, (_, n) => {
    const text = Array.from({ length: parts }, (_, part) => `line ${part} of document ${n}`).join('\n')
    return JSON.stringify({ id: `d${String(n).padStart(5, '0')}`, text })
  })
  const room = workspace(t, {
    'documents.jsonl': `${lines.join('\n')}\n`,
    'work.ts': work(callMs),
    'fold.ts': fold,
    'families.yaml': pipeline(group),
    log: '',
  })
  return {
    room,
    log: () => readFileSync(room.path('log'), 'utf8').split('\n').filter(Boolean),
    start: (verb, env = {}) => {
      const args = verb === 'run' ? ['run', 'families.yaml', '--report', 'none'] : ['resume']
      return startMillrace([...args, '--json'], { cwd: room.folder, env: { HOME: room.folder, ...env }, timeoutMs: 600_000 })
    },
    outputs: () => outputsOf(room),
  }
}

/** Rows of results in the order of their ids: which ends first is chance. What attempts took is no part of them. */
function outputsOf(room: Workspace): ReadonlyMap<string, string> {
  const rows = readFileSync(room.path('output/results.jsonl'), 'utf8').split('\n').filter(Boolean)
  const results = rows.map((row) => {
    const { id, state, result } = JSON.parse(row) as Record<string, unknown> // a row of results
    return JSON.stringify({ id, state, result })
  })
  return new Map([
    ['results', results.sort().join('\n')],
    ['summary', readFileSync(room.path('output/summary.txt'), 'utf8')],
  ])
}
