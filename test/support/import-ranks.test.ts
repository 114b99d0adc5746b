import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenImports, foldersInCircles, mutualFolders, readRanks, rowsThatLookUp } from './import-ranks.ts'

const rows = readRanks(`
| rank | folder       | may import                  |
| ---- | ------------ | --------------------------- |
| 0    | base         | –                           |
| 3    | steps, sinks | –                           |
| 4    | engine       | steps/step.ts               |
| 7    | apps         | index.ts, base/format.ts    |
| 6    | index.ts     | engine                      |
`)

function broken(path: string, imported: string): string[] {
  return brokenImports([{ path, imports: [imported] }], rows)
}

test('a file may import its own folder, base and what its row names', () => {
  assert.deepEqual(broken('src/engine/run.ts', 'src/engine/order.ts'), [])
  assert.deepEqual(broken('src/engine/gates/gate.ts', 'src/base/clock.ts'), [])
  assert.deepEqual(broken('src/engine/run.ts', 'src/steps/step.ts'), [])
  assert.deepEqual(broken('src/index.ts', 'src/engine/run.ts'), [])
})

test('a row that names one file of a folder opens only that file', () => {
  assert.deepEqual(broken('src/engine/run.ts', 'src/steps/image.ts'), [
    'src/engine/run.ts imports src/steps/image.ts: expected only steps/step.ts.',
  ])
})

test('neighbours in one row do not import each other', () => {
  assert.equal(broken('src/steps/step.ts', 'src/sinks/sink.ts').length, 1)
})

test('a row that names a file of base gets nothing else of base', () => {
  assert.deepEqual(broken('src/apps/cli/main.ts', 'src/base/format.ts'), [])
  assert.equal(broken('src/apps/cli/main.ts', 'src/base/clock.ts').length, 1)
})

test('a folder that the table does not name is told', () => {
  assert.deepEqual(broken('src/common/x.ts', 'src/base/clock.ts'), [
    'src/common/x.ts: no row of the table names the folder "common".',
  ])
})

test('a row that names a higher one is told', () => {
  const upside = readRanks('| 1 | low | high |\n| 2 | high | – |')
  assert.deepEqual(rowsThatLookUp(upside), ['low (rank 1) may import high, which stands above it.'])
})

test('circles are found over any number of folders', () => {
  const files = [
    { path: 'src/a/1.ts', imports: ['src/b/1.ts'] },
    { path: 'src/b/1.ts', imports: ['src/c/1.ts'] },
    { path: 'src/c/1.ts', imports: ['src/a/1.ts'] },
    { path: 'src/d/1.ts', imports: ['src/a/1.ts'] },
  ]
  assert.deepEqual(foldersInCircles(files), ['a', 'b', 'c'])
  assert.deepEqual(mutualFolders(files), [])
})

test('two folders that import each other are a pair', () => {
  const files = [
    { path: 'src/a/1.ts', imports: ['src/b/1.ts'] },
    { path: 'src/b/2.ts', imports: ['src/a/2.ts'] },
  ]
  assert.deepEqual(mutualFolders(files), ['a ⇄ b'])
})
