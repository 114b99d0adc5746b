import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import picomatch from 'picomatch'
import { segmentsOf } from './glob.ts'
import { addPattern, emptyPattern, goesOn, isMatch, onlyNames, rootNodes, step } from './pattern-tree.ts'

function treeOf(...patterns: readonly string[]) {
  const tree = emptyPattern()
  for (const pattern of patterns) addPattern(tree, segmentsOf(pattern, { hidden: false }))
  return tree
}

function reach(patterns: readonly string[], path: string) {
  return path.split('/').reduce((nodes, name) => step(nodes, name, false), rootNodes(treeOf(...patterns)))
}

test('a walk is told when nothing below a folder can match any more', () => {
  const patterns = ['src/*/x.py', 'lib/**/y.py']
  assert.ok(goesOn(reach(patterns, 'src/a')))
  assert.ok(!goesOn(reach(patterns, 'src/a/b')))
  assert.ok(goesOn(reach(patterns, 'lib/a/b/c')))
  assert.ok(!goesOn(reach(patterns, 'lib/.git')))
  assert.ok(!goesOn(reach(patterns, 'other')))
})

test('names that are given in full are told, so that their folder need not be read', () => {
  const tree = emptyPattern()
  for (const name of ['a', 'b', 'a']) addPattern(tree, [{ kind: 'name', name }])
  assert.deepEqual(onlyNames(rootNodes(tree)), ['a', 'b'])
  assert.equal(onlyNames(rootNodes(treeOf('*.py'))), undefined)
})

test('the tree matches what the library matches on whole paths', () => {
  const part = fc.constantFrom('a', 'b', '*', '**', 'a*', '?')
  const name = fc.constantFrom('a', 'b', 'ab', 'c', '.a')
  fc.assert(
    fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.array(name, { minLength: 1, maxLength: 4 }),
      (parts, names) => {
        const [pattern, path] = [parts.join('/'), names.join('/')]
        fc.pre(parts.at(-1) !== '**')
        assert.equal(isMatch(reach([pattern], path)), picomatch(pattern)(path), `${pattern} on ${path}`)
      },
    ),
    { numRuns: 500 },
  )
})
