import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { describeRecipe, initRecipe, listPipelines, listRecipes } from './recipes.ts'

const recipe =
  'name: one\ndescription: Does one thing.\nconfig: { level: 3 }\ninput: { type: files }\nsteps: [{ tool: filesystem, action: read }]\n'

async function folders(t: TestContext): Promise<{ readonly recipes: string; readonly work: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-recipes-'))
  t.after(() => rm(folder, { recursive: true }))
  const [recipes, work] = [join(folder, 'recipes'), join(folder, 'work')]
  await mkdir(recipes)
  await mkdir(work)
  await writeFile(join(recipes, 'one.yaml'), recipe)
  await writeFile(join(recipes, 'notes.md'), '')
  return { recipes, work }
}

test('recipes are listed and described', async (t) => {
  const { recipes } = await folders(t)
  assert.deepEqual(await listRecipes(recipes), [{ name: 'one', description: 'Does one thing.', file: join(recipes, 'one.yaml') }])
  const { steps, config, input } = await describeRecipe('one', recipes)
  assert.deepEqual([steps, config, input], [[{ tool: 'filesystem', action: 'read' }], { level: 3 }, { type: 'files' }])
  await assert.rejects(describeRecipe('ones', recipes), {
    code: 'RECIPE_UNKNOWN',
    message: 'There is no recipe "ones". Did you mean "one"?',
  })
  await assert.rejects(describeRecipe('../one', recipes), { code: 'RECIPE_UNKNOWN' })
})

test('a recipe is copied to be changed, and nothing is overwritten', async (t) => {
  const { recipes, work } = await folders(t)
  const file = await initRecipe('recipes/one', work, recipes)
  assert.equal(file, join(work, 'pipelines', 'one.yaml'))
  assert.equal(await readFile(file, 'utf8'), recipe)
  await assert.rejects(initRecipe('one', work, recipes), { code: 'FILE_EXISTS' })
})

test("a person's pipelines are listed, one broken file does not hide the others", async (t) => {
  const { work } = await folders(t)
  await mkdir(join(work, 'pipelines'))
  await writeFile(join(work, 'pipelines', 'good.yaml'), recipe)
  await writeFile(join(work, 'pipelines', 'bad.yaml'), 'a: [')
  await writeFile(join(work, 'millrace.yaml'), 'pipelines: { mine: { description: Mine., steps: [] } }')
  const found = await listPipelines(work)
  assert.deepEqual(
    found.map(({ name }) => name),
    ['bad', 'good', 'mine'],
  )
  assert.match(found[0]?.description ?? '', /^Cannot be read: /)
})
