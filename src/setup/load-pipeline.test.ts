import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { testKinds } from '../../test/support/load-kinds.ts'
import { UsageError } from '../base/errors.ts'
import { type LoadedPipeline, loadPipeline } from './load-pipeline.ts'
import type { BatchRequest } from './request.ts'

type Load = (request: BatchRequest) => Promise<LoadedPipeline>

async function loader(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<{ readonly folder: string; readonly load: Load }> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-load-'))
  t.after(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return { folder, load: (request) => loadPipeline({ folder, ...request }, testKinds, { recipes: join(folder, 'shipped') }) }
}

const orchestrator = `[[orchestrators]]
module = "loop-batch-processor"
config = {
  # Processing control
  parallel = true                      # Process items in parallel
  max_concurrent = 5                   # Maximum concurrent items
  retry_failed = true                  # Retry failed items
  max_retries = 3                      # Maximum retry attempts

  # Input handling
  input_format = "files"               # "files" | "json" | "stdin" | "manifest"
  input_path = "./input/"              # Path for file-based input
  file_pattern = "**/*.py"             # Glob for file discovery

  # Pipeline definition
  pipeline = "transform"               # Named pipeline or inline
  pipelines = {
    transform = {
      steps = [
        { tool = "tool-filesystem", action = "read" },
        { tool = "tool-filesystem", action = "write", path = "{output_path}" }
      ]
    },
    analyze = {
      steps = [
        { tool = "tool-filesystem", action = "read" },
        { prompt = "Analyze this: {content}" },
        { aggregate = "summary" }
      ]
    }
  }

  # Output handling
  output_format = "files"              # "files" | "json" | "stdout" | "report"
  output_path = "./output/"            # Path for file-based output

  # Error handling
  fail_fast = false                    # Stop on first error
  error_output = "./errors/"           # Where to write errors
}
`

test('an orchestrator table without commas runs its pipeline, with one warning', async (t) => {
  const { folder, load } = await loader(t, { 'millrace.toml': orchestrator })
  const { pipeline, warnings } = await load({})
  assert.equal(warnings.length, 1)
  assert.equal(pipeline.name, 'transform')
  assert.deepEqual(pipeline.input, { type: 'files', options: { path: './input/', pattern: '**/*.py' } })
  assert.deepEqual(
    pipeline.steps.map(({ name, kind, output }) => [name, kind, output]),
    [
      ['read', 'tool:filesystem', 'content'],
      ['write', 'tool:filesystem', 'result'],
    ],
  )
  assert.equal(pipeline.steps[0]?.retry.attempts, 4)
  assert.deepEqual(
    [pipeline.options.workers, pipeline.options.failFast, pipeline.options.errorOutput],
    [5, false, join(folder, 'errors')],
  )
  assert.deepEqual([pipeline.output.type, pipeline.output.path], ['files', join(folder, 'output')])
})

test('steps of a later version are refused by name, at their place', async (t) => {
  const { folder, load } = await loader(t, { 'millrace.toml': orchestrator })
  await assert.rejects(load({ pipeline: 'analyze' }), (error) => {
    assert.ok(error instanceof UsageError)
    assert.match(error.message, /The key "prompt" of a step is not supported by this version of Millrace/)
    assert.deepEqual(error.place, { file: join(folder, 'millrace.toml'), line: 27, column: 11 })
    return true
  })
})

const base = 'input: { type: files, pattern: "*.a" }\nsteps: [{ tool: filesystem, action: read }]\n'

test('flag goes before manifest, manifest before pipeline file, that before the config file', async (t) => {
  const { load } = await loader(t, {
    'millrace.yaml': 'max_concurrent: 1\nlimit: 1\norder: smallest_first\nmode: strict\n',
    'pipelines/p.yaml': `workers: 2\nlimit: 2\norder: priority\n${base}`,
    'm.yaml': 'pipeline: p\nmax_concurrent: 3\nlimit: 3\n',
  })
  const { pipeline } = await load({ manifest: 'm.yaml', options: { workers: 4 } })
  const { workers, limit, order, mode } = pipeline.options
  assert.deepEqual([workers, limit, order, mode], [4, 3, 'priority', 'strict'])
  assert.deepEqual([pipeline.name, pipeline.input.options], ['p', { pattern: '*.a' }])
})

test('a pipeline that stands on a recipe replaces its input and output as a whole', async (t) => {
  const { folder, load } = await loader(t, {
    'shipped/generate-tests.yaml': `name: generate-tests\nworkers: 2\noutput: { layout: flat, naming: "{stem}.x" }\nconfig: { a: 1, b: 2 }\n${base}`,
    'batch.yaml':
      'name: batch-tests\ntype: batch\ninput:\n  type: files\n  pattern: "src/**/*.py"\n  exclude: ["*_test.py"]\npipeline:\n  recipe: recipes/generate-tests\nconfig: { b: 3 }\noutput:\n  type: files\n  path: "tests/"\n',
  })
  const { pipeline } = await load({ pipeline: './batch.yaml' })
  assert.deepEqual(pipeline.input.options, { pattern: 'src/**/*.py', exclude: ['*_test.py'] })
  assert.deepEqual(
    [pipeline.output.path, pipeline.output.layout, pipeline.output.naming],
    [join(folder, 'tests'), ['tree'], undefined],
  )
  assert.deepEqual(
    [pipeline.name, pipeline.options.workers, pipeline.config, pipeline.folder],
    ['batch-tests', 2, { a: 1, b: 3 }, join(folder, 'shipped')],
  )
  const asManifest = await load({ manifest: 'batch.yaml' })
  assert.deepEqual(asManifest.pipeline, pipeline)
})

test('the items of a manifest are the input', async (t) => {
  const { load } = await loader(t, {
    'pipelines/p.yaml': base,
    'm.json': '{"pipeline": "p", "items": [{"id": "1", "data": {"file": "a"}}], "config": {"x": 1}}',
  })
  const { pipeline, items } = await load({ manifest: 'm.json' })
  assert.deepEqual(items, [{ id: '1', data: { file: 'a' } }])
  assert.deepEqual([pipeline.input, pipeline.config], [{ type: 'inline', options: { items } }, { x: 1 }])
})

test('a recipe takes options from its config, which flags set', async (t) => {
  const recipe = `config: { organize: none, workers: 2 }\nconfig_schema: { properties: { organize: {}, workers: {}, level: { type: integer, default: 6 } } }\nworkers: "{config.workers}"\noutput: { organize: "{config.organize}" }\n${base}`
  const { load } = await loader(t, { 'shipped/r.yaml': recipe })
  const { pipeline } = await load({ pipeline: 'r', config: { organize: ['date', 'size'] }, input: ['x/*.b'] })
  assert.deepEqual([pipeline.output.layout, pipeline.options.workers, pipeline.config['level']], [['by_date', 'by_size'], 2, 6])
  assert.deepEqual(pipeline.input.options, { pattern: 'x/*.b' })
  await assert.rejects(load({ pipeline: 'r', config: { orgnize: 'date' } }), {
    code: 'CONFIG_INVALID',
    message: /Did you mean "organize"\?/,
  })
  await assert.rejects(load({ pipeline: 'r', config: { level: 'high' } }), {
    code: 'CONFIG_INVALID',
    message: /expected a whole number, got "high"/,
  })
})

test('what is missing is said with what to do', async (t) => {
  const { load } = await loader(t, { 'pipelines/p.yaml': 'steps: [{ tool: filesystem, action: read }]' })
  await assert.rejects(load({}), { code: 'PIPELINE_MISSING' })
  await assert.rejects(load({ pipeline: 'p' }), { code: 'INPUT_MISSING' })
  assert.equal((await load({ pipeline: 'p', input: ['a'] })).pipeline.input.type, 'files')
  assert.deepEqual((await load({ pipeline: 'p', inputs: [{ id: '1', data: 2 }] })).pipeline.input, {
    type: 'inline',
    options: {},
  })
})

test('a wrong flag is refused as one', async (t) => {
  const { load } = await loader(t, { 'pipelines/p.yaml': base })
  await assert.rejects(load({ pipeline: 'p', options: { mode: 'stict' } }), {
    message: /Did you mean "strict"\?/,
    place: { file: 'command line' },
  })
  await assert.rejects(load({ pipeline: 'p', options: { wrokers: 3 } }), {
    message: /Unknown key "wrokers"\. Did you mean "workers"\?/,
  })
})
