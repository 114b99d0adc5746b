import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../../test/support/step-context.ts'
import { loadModule } from './load-module.ts'

test('a changed file under the same path is loaded anew', async (t) => {
  const file = join(await testFolder(t), 'a.mts')
  await writeFile(file, 'export default (item: number) => item + 1')
  const first = await loadModule(file)
  await writeFile(file, 'export default (item: number) => item + 2')
  const second = await loadModule(file)
  assert.deepEqual([first.run(1, {}), second.run(1, {})], [2, 3])
  assert.notEqual(first.hash, second.hash)
})

test('what is wrong with a module has a line', async (t) => {
  const folder = await testFolder(t)
  const broken = {
    'script.mjs': 'const a = 1\nexport default (\n}',
    'types.mts': 'const a: number = 1\nexport default (\n',
    'throws.mts': 'const a: number = 1\n\nthrow new Error("at load")',
  }
  const lines = { 'script.mjs': 3, 'types.mts': 2, 'throws.mts': 3 }
  for (const [name, text] of Object.entries(broken)) {
    const file = join(folder, name)
    await writeFile(file, text)
    const line = lines[name as keyof typeof lines] // the same keys
    await assert.rejects(loadModule(file), { name: 'UsageError', code: 'MODULE_BROKEN', place: { file, line } }, name)
  }
})

test('the fault of an imported file is reported there', async (t) => {
  const folder = await testFolder(t)
  await writeFile(join(folder, 'a.mts'), "import './b.mts'\nexport default () => 1")
  await writeFile(join(folder, 'b.mts'), '\nexport const x: number = \n')
  await assert.rejects(loadModule(join(folder, 'a.mts')), {
    code: 'MODULE_BROKEN',
    place: { file: join(folder, 'b.mts'), line: 2 },
  })
})
