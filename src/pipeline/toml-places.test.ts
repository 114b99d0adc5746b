import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SourceText } from './places.ts'
import { tomlPlaces } from './toml-places.ts'

const text = `a = 1 # note = 2
[x.y]
b = "q # no comment"
[[list]]
n = [1, { z = 2, "k k" = '''
]''' }]
[[list]]
n.m = """x
y"""
[list.sub]
d = 2026-01-31 10:00:00
"q r" = 1979-05-27
`

const expected: readonly (readonly [(string | number)[], number, number])[] = [
  [['a'], 1, 5],
  [['x', 'y', 'b'], 3, 5],
  [['list', 0, 'n', 1, 'z'], 5, 15],
  [['list', 0, 'n', 1, 'k k'], 5, 26],
  [['list', 1, 'n', 'm'], 8, 7],
  [['list', 1, 'sub', 'd'], 11, 5],
  [['list', 1, 'sub', 'q r'], 12, 9],
]

for (const [path, line, column] of expected) {
  test(`${path.join('.')} stands at ${line}:${column}`, () => {
    assert.deepEqual(tomlPlaces(new SourceText('p.toml', text)).placeOf(path), { file: 'p.toml', line, column })
  })
}

test('text that is no TOML ends the walk', () => {
  for (const broken of ['', '=', '[', '[[', 'a = [', '{{{', '"', 'a = {']) tomlPlaces(new SourceText('p.toml', broken))
})
