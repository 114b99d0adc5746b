import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'smol-toml'
import { withMissingCommas } from './config-repair.ts'

test('missing commas are added at line ends inside braces only', () => {
  const text = `# { a = 1
[x]
a = 1
config = {
  # a comment with { and "
  one = true                 # "files" | "json"
  two = "a } # b"

  three = {
    deep = {
      steps = [
        { a = "b", c = 1 },
        { d = '''
x
''' }
      ]
    },
    more = { e = 2026-01-31 }
  }
  four = 4
}
`
  const mended = withMissingCommas(text)
  assert.deepEqual(JSON.parse(JSON.stringify(parse(mended))), {
    x: {
      a: 1,
      config: {
        one: true,
        two: 'a } # b',
        three: { deep: { steps: [{ a: 'b', c: 1 }, { d: 'x\n' }] }, more: { e: '2026-01-31' } },
        four: 4,
      },
    },
  })
  assert.equal(mended.split('\n').length, text.split('\n').length)
})

test('text with all its commas stays as it is', () => {
  for (const text of [
    'a = { b = 1, c = [1,\n 2] }',
    'a = 1\nb = 2\n',
    'a = {\n b = 1,\n c = 2\n}',
    'a = {\n b = 1,\n c = 2,\n}',
    '',
    'a = "{\\n b"',
  ]) {
    assert.equal(withMissingCommas(text), text)
  }
})

test('a list over several lines gets no commas', () => {
  assert.equal(withMissingCommas('a = { b = [\n 1\n 2\n] }'), 'a = { b = [\n 1\n 2\n] }')
})
