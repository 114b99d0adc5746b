import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ItemKit } from '../item-kit.ts'
import type { Walk } from '../walk.ts'
import { groupKit, groupPrint, groupWalk, type Member, marked } from './group-walk.ts'

function member(id: string, tries = 0, step = 2): Member {
  const ready = { step, tries, seq: 1, results: [] }
  const names = { config: { mode: 'x' }, content: id }
  const walk = { item: { id }, ready, names, attempt: 1, delivered: [], unwritten: { attempts: [], results: [], files: [] } }
  const planned = { index: 2, definition: { name: 'call' } }
  // Only what a group is made of.
  return { walk, planned, fp: `fp-${id}`, parts: '{}', filesBefore: 0, entry: { id } } as unknown as Member
}

function walkOf(members: readonly Member[]): Walk {
  const [first] = members
  assert.ok(first)
  return groupWalk(members, first)
}

test('a group sees its items and what they share', () => {
  const walk = walkOf([member('a'), member('b')])
  assert.deepEqual(walk.names, {
    items: [{ id: 'a' }, { id: 'b' }],
    group_size: 2,
    config: { mode: 'x' },
    envelope: {},
    batch_id: '',
  })
  assert.deepEqual([walk.item.id, walk.item.data, walk.step], ['a and 1 more', [{ id: 'a' }, { id: 'b' }], 2])
  assert.equal(walkOf([member('a')]).item.id, 'a')
})

test('the tries of a group are those of the member that has used up most; tries of an earlier step do not count', () => {
  assert.equal(walkOf([member('a', 1), member('b', 2)]).ready.tries, 2)
  assert.equal(walkOf([member('a', 1), member('b', 2, 1)]).ready.tries, 1)
})

test('the key of a group differs with its members', () => {
  assert.notEqual(groupPrint([member('a'), member('b')]), groupPrint([member('a')]))
  assert.equal(groupPrint([member('a')]), groupPrint([member('a')]))
})

test('what is written of a group is written of each member, together', async () => {
  const members = [member('a'), member('b')]
  const kept: string[][] = []
  const started: string[] = []
  const kit = groupKit(members, {
    keepTogether: async (walks: readonly Walk[]) => kept.push(walks.map(({ item }) => item.id)),
    starting: ({ item }: Walk) => started.push(item.id),
  } as unknown as ItemKit) // only what is replaced
  kit.starting(walkOf(members))
  await kit.keep(walkOf(members), [{ itemId: 'x', step: 'call', fp: 'f', parts: '{}', state: 'unknown', value: 'null' }])
  await kit.keep(walkOf(members), [])
  assert.deepEqual([kept, started], [[['a', 'b']], ['a', 'b']])
  assert.deepEqual(
    members.map(({ walk }) => walk.unwritten.results.map(({ itemId, fp, state }) => [itemId, fp, state])),
    [[['a', 'fp-a', 'unknown']], [['b', 'fp-b', 'unknown']]],
  )
})

test('a mark that is taken back is taken back for each member', () => {
  const members = [member('a'), member('b')]
  marked(members, [{ state: 'none' }])
  assert.deepEqual(
    members.map(({ walk }) => walk.unwritten.results[0]?.state),
    ['none', 'none'],
  )
})

test('a group delivers no files', async () => {
  const output = groupKit([member('a')], {} as ItemKit).output(walkOf([member('a')]), 'call') // as above
  await assert.rejects(output.resolve('x'), { name: 'PermanentError', code: 'GROUP_OUTPUT' })
  await assert.rejects(output.deliver({ path: 'x', write: async () => undefined }), { code: 'GROUP_OUTPUT' })
})
