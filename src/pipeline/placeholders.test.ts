import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PermanentError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { compileTemplate, fill, lookUp, templateParts } from './placeholders.ts'

const names = { config: { size: 3, tags: ['a', 'b'] }, content: 'print(1)', empty: null, list: [{ name: 'first' }] }

test('a text with placeholders gets their values', () => {
  assert.equal(fill('{content} at {config.size} of {list.0.name}{empty}', names), 'print(1) at 3 of first')
})

test('a text that is exactly one placeholder keeps the type of the value', () => {
  assert.deepEqual(fill({ a: '{config}', b: ['{config.size}'], c: '{empty}' }, names), { a: names.config, b: [3], c: null })
})

test('a list or an object in the middle of text becomes JSON', () => {
  assert.equal(fill('tags: {config.tags}', names), 'tags: ["a","b"]')
})

test('a constant template returns the very same value', () => {
  const value = { action: 'read', list: [1, { a: 'x { y }' }] }
  assert.equal(compileTemplate(value).fill({}), value)
  assert.deepEqual(compileTemplate(value).names, [])
})

test('doubled braces are written as single ones, also in a constant', () => {
  assert.deepEqual(fill({ a: '{{content}}', b: ['{{{content}}}'] }, names), { a: '{content}', b: ['{{content}}'] })
})

test('a missing value is an error that names the placeholder and the near field', () => {
  const work = () => fill('x {config.siez}', names)
  assert.throws(work, (error) => error instanceof PermanentError && error.code === 'NAME_MISSING')
  assert.throws(work, { message: '{config.siez} has no value: "config" has no "siez". Did you mean "size"?' })
})

test('the filter "default" stands in for a missing value', () => {
  assert.equal(fill('{nothing.there | default: none}', {}), 'none')
  assert.equal(fill('{nothing | upper | default: none}', {}), 'none')
})

test('inherited fields and lengths are no values', () => {
  for (const path of [
    ['constructor'],
    ['__proto__'],
    ['config', 'toString'],
    ['config', 'tags', 'length'],
    ['content', 'length'],
  ]) {
    assert.equal(lookUp(path, names), undefined)
  }
})

test('the parts of a text keep values apart from it', () => {
  assert.deepEqual(templateParts('grep {content} {config.tags}', { ...names, content: '$(rm {config})' }), [
    { text: 'grep ' },
    { value: '$(rm {config})' },
    { text: ' ' },
    { value: ['a', 'b'] },
  ])
})

test('inserted values are never looked at again, whatever braces they hold', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom('{config.secret}', '{{x}}', '$'.concat('{x}'), '{x}', '{y | json}', '$&', '$1', '{{{x}}}'),
    fc.string().map((text) => `{config.${text}}`),
  )
  fc.assert(
    fc.property(hostile, hostile, (x, y) => {
      assert.equal(fill('<{x}|{y}>', { x, y, config: { secret: 's3cret' } }), `<${x}|${y}>`)
      assert.equal(fill('{x}', { x, config: { secret: 's3cret' } }), x)
    }),
    { numRuns: 500 },
  )
})

test('a template without braces fills to an equal value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const plain = JSON.parse(
        JSON.stringify(value)
          .replaceAll('{{', '{')
          .replace(/\{(?=[A-Za-z_])/g, '('),
      ) as Json // was JSON
      assert.deepEqual(fill(plain, {}), plain)
    }),
    { numRuns: 200 },
  )
})
