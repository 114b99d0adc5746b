import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { readConfigFile } from './config-file.ts'
import { pipelineChain } from './find-chain.ts'
import { findPipeline, type Search } from './find-pipeline.ts'

const steps = 'steps: [{ tool: filesystem, action: read }]\n'

async function search(t: TestContext, files: Readonly<Record<string, string>>): Promise<Search> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-pipelines-'))
  t.after(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return { folder, config: await readConfigFile(folder), recipes: join(folder, 'shipped') }
}

test('a name is looked for in ./pipelines/, the config file and the recipes, in this order', async (t) => {
  const where = await search(t, {
    'pipelines/a.yaml': steps,
    'millrace.yaml': `pipelines: { a: { ${steps.trim()} }, b: { description: own, ${steps.trim()} }, d: ./other/c.toml }`,
    'shipped/b.yaml': steps,
    'shipped/c.yaml': steps,
    'other/c.toml': '[[steps]]\ntool = "x"\n',
  })
  const file = async (name: string) => (await findPipeline(name, where)).file?.slice(where.folder.length + 1)
  assert.deepEqual(
    [await file('a'), await file('b'), await file('c'), await file('d')],
    ['pipelines/a.yaml', 'millrace.yaml', 'shipped/c.yaml', 'other/c.toml'],
  )
  assert.deepEqual(
    [await file('recipes/c'), await file('./other/c.toml'), await file('other/c')],
    ['shipped/c.yaml', 'other/c.toml', 'other/c.toml'],
  )
  assert.equal((await findPipeline('d', where)).name, 'd')
})

test('an own recipes/x goes before the shipped recipe x', async (t) => {
  const where = await search(t, { 'recipes/c.yml': steps, 'shipped/c.yaml': steps })
  assert.equal((await findPipeline('recipes/c', where)).file, join(where.folder, 'recipes/c.yml'))
})

test('text and objects are pipelines too', async (t) => {
  const where = await search(t, {})
  assert.deepEqual((await findPipeline(`name: x\n${steps}`, where)).value['name'], 'x')
  assert.deepEqual((await findPipeline({ name: 'y', steps: [] }, where)).value, { name: 'y', steps: [] })
  await assert.rejects(findPipeline(JSON.parse('{"__proto__": {"steps": []}}'), where), { code: 'KEY_REFUSED' })
})

test('an unknown name gets the nearest one, with all there are', async (t) => {
  const where = await search(t, { 'pipelines/transform.yaml': steps, 'shipped/avif-to-png.yaml': steps })
  await assert.rejects(findPipeline('transfrom', where), {
    code: 'PIPELINE_UNKNOWN',
    message: 'There is no pipeline "transfrom". Did you mean "transform"?',
    fix: 'Known names are transform, avif-to-png; a path works too.',
  })
})

test('a file that holds no object is refused', async (t) => {
  const where = await search(t, { 'pipelines/a.yaml': '- 1' })
  await assert.rejects(findPipeline('a', where), { code: 'PIPELINE_INVALID' })
})

test('pipelines that stand on each other are followed, circles are refused', async (t) => {
  const where = await search(t, {
    'pipelines/outer.yaml': 'pipeline: { recipe: inner }',
    'pipelines/inner.yaml': steps,
    'pipelines/circle.yaml': 'pipeline: circle',
    'pipelines/both.yaml': `pipeline: inner\n${steps}`,
    'pipelines/wrong.yaml': 'pipeline: 5',
  })
  const chain = await pipelineChain(await findPipeline('outer', where), where)
  assert.deepEqual(
    chain.map(({ name }) => name),
    ['inner', 'outer'],
  )
  for (const [name, code] of [
    ['circle', 'PIPELINE_CIRCLE'],
    ['both', 'PIPELINE_INVALID'],
    ['wrong', 'PIPELINE_INVALID'],
  ] as const) {
    await assert.rejects(pipelineChain(await findPipeline(name, where), where), { code })
  }
})
