import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import * as z from 'zod'
import { inputs } from '../../../test/support/small-batch.ts'
import { type Workspace, workspace } from '../../../test/support/workspace.ts'
import type { Json, JsonObject } from '../../base/json.ts'
import { resumeBatch, retryBatch, startBatch } from '../../batch.ts'
import type { BatchEvents } from '../../events/names.ts'
import { openInspection } from '../../inspect/find-batch.ts'
import { decideOnce } from '../../inspect/once.ts'
import type { Verdict } from '../../inspect/upkeep.ts'
import type { Batch, BatchRequest, BatchResult } from '../../setup/request.ts'
import { defineTool } from '../../steps/define.ts'
import type { StepContext } from '../../steps/step.ts'

interface Arranged {
  readonly room: Workspace
  /** What `note` steps said, in order. */
  readonly notes: Json[]
  /** Ids of items, and names of `note` steps, that fail. */
  readonly failing: Set<string>
  readonly told: BatchEvents['batch:after'][]
  run(pipeline?: JsonObject): Promise<BatchResult>
  resume(): Promise<BatchResult>
  retry(): Promise<BatchResult>
}

/** Three items, each a step `work`, and steps behind them that note what they see. */
function arrange(
  t: TestContext,
  keys: JsonObject,
  changes: { readonly onNote?: (batch: Batch | undefined) => void } = {},
): Arranged {
  const room = workspace(t)
  const notes: Json[] = []
  const failing = new Set<string>()
  const told: BatchEvents['batch:after'][] = []
  const running: { batch?: Batch } = {}
  const work = defineTool({
    name: 'work',
    options: z.strictObject({}),
    plan: { effects: 'pure' },
    run: (_options, { item }: StepContext) => fails(failing, item.id) ?? { size: item.id.length },
  })
  const note = defineTool({
    name: 'note',
    options: z.strictObject({ say: z.json() }),
    plan: { effects: 'idempotent', readsAll: false },
    run: ({ say }) => {
      notes.push(say)
      changes.onNote?.(running.batch)
      return fails(failing, String(say)) ?? 'noted'
    },
  })
  const rest = { folder: room.folder, parts: { steps: [work, note] }, listen: listener(told) } satisfies Partial<BatchRequest>
  const pipeline = { name: 'p', steps: [{ tool: 'work' }], output: { type: 'files', path: 'out' }, report: 'none', ...keys }
  const done = async (starting: Promise<Batch>) => {
    running.batch = await starting
    return running.batch.done
  }
  return {
    ...{ room, notes, failing, told },
    run: (more = {}) => done(startBatch({ ...rest, pipeline: { ...pipeline, ...more }, inputs: inputs('a', 'bb', 'ccc') })),
    resume: () => done(resumeBatch(rest)),
    retry: () => done(retryBatch(rest)),
  }
}

function listener(told: BatchEvents['batch:after'][]): NonNullable<BatchRequest['listen']> {
  return (events) => events.on('batch:after', (event) => told.push(event))
}

function fails(failing: ReadonlySet<string>, name: string): undefined {
  if (failing.has(name)) throw new Error(`${name} is broken`)
  return undefined
}

const note = (say: string, more: JsonObject = {}) => ({ tool: 'note', say, ...more })

test('steps behind the items see what the batch came to and what it made', async (t) => {
  const say = {
    counts: '{total} {succeeded} {failed} {skipped}',
    aggregate: '{aggregate}',
    files: '{created_files}',
    root: '{output_path}',
    id: '{batch_id}',
    mode: '{config.mode}',
  }
  const { run, notes, room } = arrange(t, {
    config: { mode: 'x' },
    aggregation: { fold: { sum: 'result.size' }, template: '{fold.sum} in all', output: 'sum-{config.mode}.txt' },
    after: [{ tool: 'note', say }],
  })
  const result = await run()
  const out = room.path('out')
  const files = ['a.json', 'bb.json', 'ccc.json', 'sum-x.txt'].map((name) => `${out}/${name}`)
  assert.deepEqual(notes, [{ counts: '3 3 0 0', aggregate: '6 in all', files, root: out, id: result.batch_id, mode: 'x' }])
  assert.equal(readFileSync(`${out}/sum-x.txt`, 'utf8'), '6 in all\n')
  assert.deepEqual([result.summary, result.exit_code], ['6 in all', 0])
})

test('without a template the summary is the value of the fold, and so is the file', async (t) => {
  const { run, room } = arrange(t, { aggregation: { fold: { max: 'result.size' }, output: 'max.json' } })
  assert.equal((await run()).summary, '{"max":3}')
  assert.deepEqual(JSON.parse(readFileSync(room.path('out/max.json'), 'utf8')), { max: 3 })
})

test('a later step sees the output of an earlier one', async (t) => {
  const { run, notes } = arrange(t, { after: [note('one', { output: 'first' }), note('{first}')] })
  await run()
  assert.deepEqual(notes, ['one', 'noted'])
})

test('they run when items have failed too, unless `when` says otherwise', async (t) => {
  const { run, notes, failing } = arrange(t, { after: [note('always'), note('clean', { when: 'failed == 0' }), note('end')] })
  failing.add('bb')
  const result = await run()
  assert.deepEqual([notes, result.exit_code, result.state], [['always', 'end'], 1, 'completed'])
})

test('a step that only decides ends what is done behind the items', async (t) => {
  const { run, notes, failing } = arrange(t, { after: [note('always'), { when: 'failed == 0' }, note('never')] })
  failing.add('bb')
  assert.deepEqual([(await run()).exit_code, notes], [1, ['always']])
})

test('a step that fails stops the batch with exit 3, and a resume goes on with it', async (t) => {
  const { run, resume, notes, failing, told } = arrange(t, { after: [note('one'), note('two'), note('three')] })
  failing.add('two')
  const stopped = await run()
  assert.deepEqual([stopped.state, stopped.exit_code, stopped.code, stopped.succeeded], ['failed', 3, 'STEP_THREW', 3])
  assert.match(stopped.reason ?? '', /^every item has ended, but the step "note-2" after them failed: two is broken$/)
  failing.clear()
  const result = await resume()
  assert.deepEqual([result.state, result.exit_code], ['completed', 0])
  assert.deepEqual(notes, ['one', 'two', 'two', 'three'])
  assert.deepEqual(
    told.map(({ step, outcome }) => `${step} ${outcome}`),
    ['note succeeded', 'note-2 failed', 'note-2 succeeded', 'note-3 succeeded'],
  )
})

test('a step is tried again as its `retry` says', async (t) => {
  const { run, notes, failing } = arrange(t, { after: [note('two', { retry: { attempts: 3, delay: '1ms' } })] })
  failing.add('two')
  assert.equal((await run()).exit_code, 3)
  assert.deepEqual(notes, ['two', 'two', 'two'])
})

test('what is done once is done again when a retry has changed the items', async (t) => {
  const keys = {
    aggregation: { template: '{succeeded} of {total}', output: 'sum.txt' },
    after: [note('{aggregate}'), note('done')],
  }
  const { run, retry, notes, failing, room } = arrange(t, keys)
  failing.add('bb')
  assert.equal((await run()).summary, '2 of 3')
  failing.clear()
  assert.equal((await retry()).summary, '3 of 3')
  assert.deepEqual(notes, ['2 of 3', 'done', '3 of 3', 'done'])
  assert.equal(readFileSync(room.path('out/sum.txt'), 'utf8'), '3 of 3\n')
})

test('a new batch does it anew, and replaces the file that the one before has written', async (t) => {
  const { run, notes, room } = arrange(t, { aggregation: { template: '{total}', output: 'sum.txt' }, after: [note('done')] })
  await run()
  assert.equal((await run({ limit: 2 })).summary, '2')
  assert.deepEqual(notes, ['done', 'done'])
  assert.equal(readFileSync(room.path('out/sum.txt'), 'utf8'), '2\n')
})

test('nothing is done behind items that are still pending', async (t) => {
  const { run, notes, failing, room } = arrange(t, {
    after: [note('never')],
    fail_fast: true,
    workers: 1,
    aggregation: { template: 'x', output: 'sum.txt' },
  })
  failing.add('a')
  const result = await run()
  assert.deepEqual([result.pending, result.summary, notes], [2, null, []])
  assert.equal(existsSync(room.path('out/sum.txt')), false)
})

test('somebody who stops the batch stops it between two steps, and a resume goes on there', async (t) => {
  const { run, resume, notes } = arrange(
    t,
    { after: [note('one'), note('two')] },
    { onNote: (batch) => void batch?.control('drain') },
  )
  const stopped = await run()
  assert.deepEqual([stopped.state, stopped.exit_code, notes], ['interrupted', 130, ['one']])
  await resume()
  assert.deepEqual(notes, ['one', 'two'])
})

test('a file of somebody else is not replaced by the result of all', async (t) => {
  const { run, room } = arrange(t, { aggregation: { template: 'x', output: 'sum.txt' } })
  room.write('out/sum.txt', 'theirs')
  assert.equal((await run()).code, 'OUTPUT_EXISTS')
  assert.equal(readFileSync(room.path('out/sum.txt'), 'utf8'), 'theirs')
})

test('a result of all that would lie outside the output folder is refused before the start', async (t) => {
  const { run } = arrange(t, { aggregation: { template: 'x', output: '../sum.txt' } })
  await assert.rejects(run(), { code: 'OUTPUT_OUTSIDE' })
})

const unknown: readonly (readonly [string, JsonObject, RegExp])[] = [
  ['an item’s name behind the items', { after: [note('{input.n}')] }, /Unknown name "input" in \{input\.n\}/],
  ['the aggregate where there is none', { after: [note('{aggregate}')] }, /Unknown name "aggregate"/],
  [
    'a misspelt name in the template',
    { aggregation: { template: '{totl}' } },
    /Unknown name "totl" in \{totl\}\. Did you mean "total"\?/,
  ],
  ['the fold where there is none', { aggregation: { template: '{fold.count}' } }, /Unknown name "fold"/],
]

for (const [what, keys, message] of unknown) {
  test(`${what} is refused before the start`, async (t) => {
    await assert.rejects(arrange(t, keys).run(), { code: 'NAME_UNKNOWN', message })
  })
}

async function decide({ room }: Arranged, verdict: Verdict): Promise<void> {
  const batch = await openInspection({ folder: room.folder })
  await decideOnce(batch, { step: 'push', verdict })
  await batch.close()
}

test('a step that must not happen twice and ended without an answer stops the batch until a person has said what happened', async (t) => {
  const arranged = arrange(t, { after: [note('one'), note('push', { name: 'push', effects: 'once' }), note('end')] })
  const { run, resume, notes, failing } = arranged
  failing.add('push')
  const stopped = await run()
  assert.deepEqual([stopped.code, stopped.exit_code, stopped.review], ['OUTCOME_UNKNOWN', 3, 0])
  failing.clear()
  assert.equal((await resume()).code, 'OUTCOME_UNKNOWN')
  assert.deepEqual(notes, ['one', 'push'])
  await decide(arranged, 'fail')
  assert.equal((await resume()).code, 'GIVEN_UP')
  await decide(arranged, 'again')
  assert.equal((await resume()).exit_code, 0)
  assert.deepEqual(notes, ['one', 'push', 'push', 'end'])
})
