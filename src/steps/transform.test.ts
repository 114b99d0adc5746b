import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fakeContext, testFolder } from '../../test/support/step-context.ts'
import { transformStep } from './transform.ts'

async function moduleFolder(t: TestContext, text: string): Promise<string> {
  const folder = await testFolder(t)
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'clean.ts'), text)
  return folder
}

const plan = (folder: string, more = {}) => transformStep.plan({ transform: './clean.ts', ...more }, { folder, config: {} })

for (const cpu of [false, true]) {
  const where = cpu ? 'in a thread of its own' : 'in the process'
  const run = async (folder: string, signal = new AbortController().signal) =>
    transformStep.run(
      { transform: './clean.ts', cpu },
      fakeContext({ folder, data: { n: 2 }, names: { content: 'abc', config: { x: 1 } }, signal }),
    )

  test(`a function gets the item and the names, and its value is the step's (${where})`, async (t) => {
    const text =
      'export default async (item: { data: { n: number } }, { names, config, attempt }) => ({ twice: item.data.n * 2, text: names.content, config, attempt })'
    const folder = await moduleFolder(t, text)
    assert.deepEqual(await run(folder), { twice: 4, text: 'abc', config: { x: 1 }, attempt: 1 })
  })

  test(`what it throws keeps its class, its code and its message (${where})`, async (t) => {
    const errors = join(import.meta.dirname, '../base/errors.ts')
    const folder = await moduleFolder(
      t,
      `import { PermanentError } from '${errors}'\nexport default (item) => { throw item.data.n ? new PermanentError('NO', 'no n') : 1 }`,
    )
    await assert.rejects(run(folder), { name: 'PermanentError', code: 'NO', message: 'no n' })
  })

  test(`a value that is no JSON fails the item (${where})`, async (t) => {
    const folder = await moduleFolder(t, 'export default () => ({ a: [() => 1] })')
    await assert.rejects(run(folder), { name: 'PermanentError', code: 'RESULT_NOT_JSON', message: /at a\[0\]/ })
  })
}

test('a thread that never answers is ended by the signal', async (t) => {
  const folder = await moduleFolder(t, 'export default () => { for (;;); }')
  const stop = new AbortController()
  const running = transformStep.run({ transform: './clean.ts', cpu: true }, fakeContext({ folder, signal: stop.signal }))
  setImmediate(() => stop.abort(new Error('enough')))
  await assert.rejects(async () => running, /enough/)
})

test('a thread that ends itself lets the call be repeated', async (t) => {
  const folder = await moduleFolder(t, 'export default () => process.exit(3)')
  const run = async () => transformStep.run({ transform: './clean.ts', cpu: true }, fakeContext({ folder }))
  await assert.rejects(run(), { name: 'RetryableError', code: 'TRANSFORM_ENDED' })
})

test('the plan knows the module by its content, and says what bounds it', async (t) => {
  const folder = await moduleFolder(t, 'export default () => 1')
  const before = await plan(folder)
  assert.deepEqual([before.effects, before.boundBy, before.readsAll], ['pure', 'io', true])
  await writeFile(join(folder, 'clean.ts'), 'export default () => 2')
  assert.notEqual((await plan(folder, { cpu: true })).version, before.version)
  assert.equal((await plan(folder, { cpu: true })).boundBy, 'cpu')
  assert.equal(await transformStep.run({ transform: './clean.ts', cpu: false }, fakeContext({ folder })), 2)
})

test('a module that is missing, broken, throws or offers nothing is refused before the first item', async (t) => {
  const missing = await testFolder(t)
  await assert.rejects(async () => plan(missing), { name: 'UsageError', code: 'MODULE_MISSING' })
  const cases = {
    MODULE_BROKEN: ['export default (', 'throw new Error("at load")'],
    MODULE_NO_FUNCTION: ['export const a = 1', 'export default 5'],
  }
  for (const [code, texts] of Object.entries(cases)) {
    for (const text of texts) {
      const folder = await moduleFolder(t, text)
      await assert.rejects(async () => plan(folder), { name: 'UsageError', code }, text)
    }
  }
})
