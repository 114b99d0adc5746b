/** Items that wait for each other, as a person writes, starts and looks at them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { millrace } from '../support/millrace.ts'
import { workspace } from '../support/workspace.ts'

const pipeline = `name: book
workers: 1
max_retries: 0
steps:
  - { name: write, transform: ./write.js }
output: { type: jsonl, path: ./output/book.jsonl }
`

const write = `export default ({ id, data }) => {
  if (data === 'bad') throw Object.assign(new Error('no ink'), { code: 'NO_INK' })
  return id
}`

const files = { 'book.yaml': pipeline, 'write.js': write }

const manifest = (items: string) => `pipeline: ./book.yaml\nitems:\n${items}`

const refusals = [
  {
    what: 'an id twice',
    items: '  - { id: a }\n  - { id: a }\n',
    says: 'error: Two items have the id "a": items[0] and items[1].\n  fix: Give each item an id of its own.\n',
  },
  {
    what: 'items that wait for each other',
    items:
      '  - { id: a, depends_on: b }\n  - { id: b, depends_on: [c] }\n  - { id: c, depends_on: { on: a, on_failure: run } }\n',
    says: 'error: Items wait for each other: a -> b -> c -> a.\n  fix: Take one `depends_on` of this path away.\n',
  },
  {
    what: 'an id that is nobody’s',
    items: '  - { id: chapter-1 }\n  - { id: book, depends_on: [chaptr-1] }\n',
    says: 'error: Item "book" waits for "chaptr-1", which is no item of the batch. Did you mean "chapter-1"?\n  fix: `depends_on` names ids of the same batch; --only, --where and `limit` may have left one out.\n',
  },
  {
    what: 'a negative priority',
    items: '  - { id: a }\n  - { id: b, priority: -1 }\n',
    says: 'error: `items[1]`.priority: expected a whole number from 0 to 1000 (the largest goes first), got -1.\n  at ./m.yaml:4:24\n',
  },
  {
    what: 'a word that is no rule',
    items: '  - { id: a }\n  - { id: b, depends_on: [{ on: a, on_failure: skipp }] }\n',
    says: 'error: `items[1]`.depends_on[0].on_failure: expected skip, run, fail, got "skipp". Did you mean "skip"?\n  at ./m.yaml:4:48\n',
  },
]

for (const { what, items, says } of refusals) {
  test(`a manifest with ${what} starts nothing`, async (t) => {
    const room = workspace(t, { ...files, 'm.yaml': manifest(items) })
    const { code, stdout, stderr } = await millrace(['run', '--manifest', 'm.yaml'], { cwd: room.folder })
    assert.equal(stderr.replaceAll(room.folder, '.'), says)
    assert.deepEqual([code, stdout], [2, ''])
    assert.ok(!room.list().some((file) => file.endsWith('.db')), 'a ledger was made')
  })
}

test('a book waits for its chapters, and says whose failure it was', async (t) => {
  const items = `  - { id: book, depends_on: ["chapter-*"], data: good }
  - { id: index, depends_on: [{ on: book, on_failure: run }], data: good }
  - { id: chapter-1, data: bad }
  - { id: chapter-2, data: good, priority: 9 }
`
  const room = workspace(t, { ...files, 'm.yaml': manifest(items) })
  const run = await millrace(['run', '--manifest', 'm.yaml', '--report', 'none', '--quiet'], { cwd: room.folder })
  assert.equal(run.code, 1, run.stderr)
  const explained = await millrace(['explain', 'book'], { cwd: room.folder })
  assert.match(explained.stdout, /^book skipped in batch \S+: because "chapter-1" failed\n/)
  const listed = await millrace(['items', '--json'], { cwd: room.folder })
  const states = listed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; state: string }) // one object per line
  assert.deepEqual(
    states.map(({ id, state }) => [id, state]),
    [
      ['book', 'skipped'],
      ['index', 'succeeded'],
      ['chapter-1', 'failed'],
      ['chapter-2', 'succeeded'],
    ],
  )
})

test('what is blocked in a batch that stopped says for whom it waits, and a resume goes on with it', async (t) => {
  const items = `  - { id: book, depends_on: [chapter-1], data: good }
  - { id: stop, data: bad, priority: 9 }
  - { id: chapter-1, data: good }
`
  const room = workspace(t, { ...files, 'm.yaml': manifest(items) })
  const options = ['--report', 'none', '--quiet', '--fail-fast']
  assert.equal((await millrace(['run', '--manifest', 'm.yaml', ...options], { cwd: room.folder })).code, 3)
  const blocked = await millrace(['items', '--state', 'blocked', '--json'], { cwd: room.folder })
  assert.equal((JSON.parse(blocked.stdout) as { id: string }).id, 'book') // one object per line
  const explained = await millrace(['explain', 'book'], { cwd: room.folder })
  assert.match(explained.stdout, /^book blocked in batch \S+: waits for chapter-1\n/)
  assert.equal((await millrace(['resume', '--quiet'], { cwd: room.folder })).code, 1)
  assert.match((await millrace(['items'], { cwd: room.folder })).stdout, /book +succeeded/)
})
