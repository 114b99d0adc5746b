import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKinds } from '../../test/support/load-kinds.ts'
import { type Workspace, workspace } from '../../test/support/workspace.ts'
import { loadPipeline } from './load-pipeline.ts'

const convert = '{ tool: image, action: convert, level: "{config.level}" }'

function load({ folder, path }: Workspace, file = 'main.yaml') {
  return loadPipeline({ pipeline: file, folder }, testKinds, { needsInput: false, recipes: path('shipped') })
}

test('recipes are found by name and by path, with their defaults under what the step gives', async (t) => {
  const room = workspace(t, {
    'main.yaml':
      'config: { quality: 7 }\nsteps: [{ recipe: named, config: { level: "{config.quality}" } }, { recipe: ./lib/near.yaml }, { recipe: recipes/far }]',
    'pipelines/named.yaml': `config: { level: 1, more: 2 }\nsteps: [${convert}]`,
    'lib/near.yaml': `config: { level: 3 }\nsteps: [${convert}]`,
    'shipped/far.yaml': `config_schema: { properties: { level: { type: integer, default: 9 } } }\nsteps: [${convert}]`,
  })
  const { pipeline } = await load(room)
  assert.deepEqual(
    pipeline.steps.map(({ name, scope }) => [name, scope?.config, scope?.folder]),
    [
      ['named.image', { level: 7, more: 2 }, room.path('pipelines')],
      ['near.image', { level: 3 }, room.path('lib')],
      ['far.image', { level: 9 }, room.path('shipped')],
    ],
  )
})

test('a path that begins with a dot starts at the recipe that names it', async (t) => {
  const room = workspace(t, {
    'main.yaml': 'steps: [{ recipe: lib/a.yaml }]',
    'lib/a.yaml': 'steps: [{ recipe: ./b }]',
    'lib/b.yaml': `config: { level: 1 }\nsteps: [${convert}]`,
  })
  assert.deepEqual(
    (await load(room)).pipeline.steps.map(({ name }) => name),
    ['a.b.image'],
  )
})

test('a recipe may stand on another pipeline, as any pipeline may', async (t) => {
  const room = workspace(t, {
    'main.yaml': 'steps: [{ recipe: ./on.yaml }]',
    'on.yaml': 'pipeline: { recipe: base.yaml }\nconfig: { level: 2 }',
    'base.yaml': `config: { level: 1 }\nsteps: [${convert}]`,
  })
  assert.deepEqual((await load(room)).pipeline.steps[0]?.scope?.config, { level: 2 })
})

test('what of a recipe does not count is noted, once', async (t) => {
  const room = workspace(t, {
    'main.yaml': 'steps: [{ recipe: r, name: a }, { recipe: r, name: b }]',
    'pipelines/r.yaml': `input: { path: x }\noutput: { path: y }\nworkers: 2\nconfig: { level: 1 }\nsteps: [${convert}]`,
  })
  assert.deepEqual((await load(room)).notes, [
    `As a step, the recipe r (${room.path('pipelines/r.yaml')}) does its steps only: its input, output and workers do not count.`,
  ])
})

const refused: readonly (readonly [string, Readonly<Record<string, string>>, object])[] = [
  [
    'an unknown name',
    { 'main.yaml': 'steps:\n  - { recipe: nmed }', 'pipelines/named.yaml': 'steps: [{ when: "true" }]' },
    { code: 'RECIPE_UNKNOWN', message: 'There is no recipe "nmed". Did you mean "named"?', where: ['main.yaml', 2, 15] },
  ],
  [
    'a recipe that contains itself, through others',
    {
      'main.yaml': 'steps: [{ recipe: ./a.yaml }]',
      'a.yaml': 'steps:\n  - recipe: ./b.yaml',
      'b.yaml': 'steps:\n  - recipe: ./a.yaml',
    },
    { code: 'RECIPE_CIRCLE', message: 'The recipe "a" contains itself: a → b → a.', where: ['b.yaml', 2, 13] },
  ],
  [
    'a pipeline that contains itself',
    { 'main.yaml': 'steps:\n  - recipe: ./main.yaml' },
    { code: 'RECIPE_CIRCLE', message: 'The recipe "main" contains itself: main → main.', where: ['main.yaml', 2, 13] },
  ],
  [
    'config that its schema refuses',
    {
      'main.yaml': 'steps:\n  - { recipe: ./r.yaml, config: { level: high } }',
      'r.yaml': `config_schema: { properties: { level: { type: integer } } }\nsteps: [${convert}]`,
    },
    { code: 'CONFIG_INVALID', where: ['main.yaml', 2, 42] },
  ],
  [
    'config that only an item has',
    { 'main.yaml': 'steps:\n  - { recipe: ./r.yaml, config: { level: "{input.n}" } }', 'r.yaml': `steps: [${convert}]` },
    { code: 'RECIPE_CONFIG', where: ['main.yaml', 2, 43] },
  ],
  [
    'a recipe without steps',
    { 'main.yaml': 'steps: [{ recipe: ./r.yaml }]', 'r.yaml': 'name: r\nsteps: []' },
    { code: 'STEPS_MISSING', where: ['r.yaml', 2, 1] },
  ],
  [
    'something that is no name',
    { 'main.yaml': 'steps: [{ recipe: 3 }]' },
    { code: 'RECIPE_INVALID', where: ['main.yaml', 1, 19] },
  ],
]

for (const [what, files, { where, ...error }] of refused as readonly (readonly [
  string,
  (typeof refused)[0][1],
  { where: [string, number, number] },
])[]) {
  test(`${what} is refused at its place`, async (t) => {
    const room = workspace(t, files)
    const [name, line, column] = where
    await assert.rejects(load(room), { ...error, place: { file: room.path(name), line, column } })
  })
}

test('recipes stand in each other ten deep at most', async (t) => {
  const files = Array.from({ length: 12 }, (_, n) => [`r${n}.yaml`, `steps: [{ recipe: ./r${n + 1}.yaml }]`] as const)
  const room = workspace(t, {
    'main.yaml': 'steps: [{ recipe: ./r0.yaml }]',
    ...Object.fromEntries(files),
    'r12.yaml': `steps: [${convert}]`,
  })
  await assert.rejects(load(room), { code: 'RECIPE_TOO_DEEP', message: /main → r0 → r1 → / })
})

test('recipes that multiply are stopped before they fill the memory', async (t) => {
  const many = Array.from({ length: 12 }, (_, n) => n)
  const tenOf = (name: string) => `steps: [${many.map((n) => `{ recipe: ${name}, name: n${n} }`).join(', ')}]`
  const room = workspace(t, {
    'main.yaml': tenOf('./a.yaml'),
    'a.yaml': tenOf('./b.yaml'),
    'b.yaml': tenOf('./c.yaml'),
    'c.yaml': 'steps: [{ when: "true" }]',
  })
  await assert.rejects(load(room), { code: 'RECIPES_TOO_MANY' })
})
