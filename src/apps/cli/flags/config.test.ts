import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspace } from '../../../../test/support/workspace.ts'
import { configOf, configOrigins } from './config.ts'

test('--set wins over --config, and reaches into fields', () => {
  const config = configOf(
    { config: '{"level": 3, "deep": {"a": 1, "b": 2}}', set: ['level=9', 'deep.a=x', 'name=plain text'] },
    '/',
  )
  assert.deepEqual(config, { level: 9, deep: { a: 'x', b: 2 }, name: 'plain text' })
})

test('a value keeps every sign behind the first equals sign', () => {
  assert.deepEqual(configOf({ set: ['query=a=b'] }, '/'), { query: 'a=b' })
})

test('a list of plain words needs no quotes', () => {
  const set = ['organize=[date, size]', 'sizes=[1,2]', 'quoted=["a, b"]', 'text=a,b', 'open=[a']
  const organize = ['date', 'size']
  assert.deepEqual(configOf({ set }, '/'), { organize, sizes: [1, 2], quoted: ['a, b'], text: 'a,b', open: '[a' })
})

test('@FILE reads a file of the working directory', (t) => {
  const room = workspace(t, { 'c.json': '{"a": 1}' })
  assert.deepEqual(configOf({ config: '@c.json' }, room.folder), { a: 1 })
})

test('what is no JSON object is refused, with the file where there is one', (t) => {
  const room = workspace(t, { 'c.json': '[1]' })
  assert.throws(() => configOf({ config: '@c.json' }, room.folder), {
    message: 'Expected --config to be a JSON object, got a list.',
    place: { file: room.path('c.json') },
  })
  assert.throws(() => configOf({ config: '{a: 1}' }, '/'), { code: 'CONFIG_JSON' })
  assert.throws(() => configOf({ config: '@none.json' }, room.folder), { code: 'CONFIG_FILE' })
})

test('an assignment without a key, and one that reaches for a prototype, are refused', () => {
  for (const set of ['x', '=1', 'a..b=1', '__proto__.x=1'])
    assert.throws(() => configOf({ set: [set] }, '/'), { code: 'SET_SHAPE' })
})

test('every field tells which flag gave it', () => {
  const flags = { config: '@c.json', set: ['level=9', 'deep.a=1'] }
  assert.deepEqual(configOrigins(flags, { level: 9, deep: { a: 1 }, other: 2 }), {
    level: '--set level',
    deep: '--set deep',
    other: '--config @c.json',
  })
})

test('nothing given is nothing', () => {
  assert.equal(configOf({}, '/'), undefined)
})
