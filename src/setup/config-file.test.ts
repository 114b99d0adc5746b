import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readConfigFile } from './config-file.ts'

async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-config-'))
  t.after(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test('no config file is an empty one', async (t) => {
  const { file, value, warnings } = await readConfigFile(await folderWith(t, {}))
  assert.deepEqual([file, value, warnings], [undefined, {}, []])
})

test('plain keys count as they are, in YAML too', async (t) => {
  const folder = await folderWith(t, { 'millrace.yaml': 'max_concurrent: 3\npipeline: x\n' })
  const { file, value } = await readConfigFile(folder)
  assert.deepEqual([file, value], [join(folder, 'millrace.yaml'), { max_concurrent: 3, pipeline: 'x' }])
})

test("the table of the orchestrator counts, other programs' settings do not", async (t) => {
  const text =
    '[session]\na = 1\n[[orchestrators]]\nmodule = "other"\n[[orchestrators]]\nmodule = "loop-batch-processor"\nconfig = { max_concurrent = 5 }\n'
  const { value, places } = await readConfigFile(await folderWith(t, { 'millrace.toml': text }))
  assert.deepEqual(value, { max_concurrent: 5 })
  assert.equal(places.placeOf(['max_concurrent']).line, 7)
})

test('a table over many lines without commas is read, and that is said once', async (t) => {
  const text =
    '[[orchestrators]]\nmodule = "loop-batch-processor"\nconfig = {\n  max_concurrent = 5   # five\n  fail_fast = false\n}\n'
  const folder = await folderWith(t, { 'millrace.toml': text })
  const { value, warnings, places } = await readConfigFile(folder)
  assert.deepEqual(value, { max_concurrent: 5, fail_fast: false })
  assert.equal(warnings.length, 1)
  assert.match(warnings[0] ?? '', /millrace\.toml: added the commas/)
  assert.deepEqual(places.placeOf(['fail_fast'], 'key'), { file: join(folder, 'millrace.toml'), line: 5, column: 3 })
})

test('what no comma can mend is refused as it was written', async (t) => {
  const folder = await folderWith(t, { 'millrace.toml': 'a = {\n b = 1\n c = \n}\n' })
  await assert.rejects(readConfigFile(folder), { code: 'TOML_SYNTAX' })
})

test('a list of orchestrators without ours is refused', async (t) => {
  const folder = await folderWith(t, { 'millrace.toml': '[[orchestrators]]\nmodule = "other"\n' })
  await assert.rejects(readConfigFile(folder), { code: 'CONFIG_FILE_INVALID' })
  const list = await folderWith(t, { 'millrace.json': '[1]' })
  await assert.rejects(readConfigFile(list), { code: 'CONFIG_FILE_INVALID' })
})
