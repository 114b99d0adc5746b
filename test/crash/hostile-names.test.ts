import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { JsonObject } from '../../src/base/json.ts'
import { commandTool } from '../../src/steps/command.ts'
import { chance } from '../support/chance.ts'
import { shortOrFull } from '../support/faults.ts'
import { fakeContext, testFolder } from '../support/step-context.ts'

const count = shortOrFull(30, 300)

const fixed = [
  '-rf',
  '--help',
  '-',
  '$(touch canary)',
  '`touch canary`',
  "a'; touch canary; '",
  'a"; touch canary; "',
  'new\nline',
  'tab\there',
  ' lead',
  'trail ',
  '*',
  '?',
  '[a]',
  '~',
  '#a',
  'a;b',
  'a&b',
  'a|b',
  'a>b',
  '\\',
  '{path}',
  '{{path}}',
  '%s%n',
  '\u202egnp.exe',
  'é',
  'e\u0301',
  '名前',
  '\u001b[31mred',
  'x'.repeat(255),
]
const odd = [
  '-',
  '$',
  '(',
  ')',
  '`',
  "'",
  '"',
  '\n',
  ' ',
  '*',
  ';',
  '&',
  '|',
  '\\',
  '{',
  '}',
  'é',
  '\u200f',
  'a',
  '.',
  '=',
  '~',
  '\t',
  '\r',
]

test(`${count} hostile names go through commands as they are, and none of them runs`, async (t) => {
  const luck = chance()
  t.diagnostic(`MILLRACE_SEED=${luck.seed}`)
  const random = Array.from({ length: Math.max(0, count - fixed.length) }, () =>
    Array.from({ length: luck.between(1, 40) }, () => odd[luck.between(0, odd.length - 1)]).join(''),
  )
  const names = [...new Set([...fixed, ...random])].filter((name) => name !== '.' && name !== '..')
  const room = await folders(t)
  for (const name of names) await throughCommands(name, room)
  assert.deepEqual(readdirSync(room.folder), ['in'])
})

interface Room {
  readonly folder: string
  readonly root: string
}

async function folders(t: TestContext): Promise<Room> {
  const folder = await testFolder(t)
  mkdirSync(join(folder, 'in'))
  return { folder, root: await testFolder(t) }
}

async function throughCommands(name: string, { folder, root }: Room): Promise<void> {
  const file = join(folder, 'in', name)
  writeFileSync(file, `content of ${name}`)
  const outputPath = join(root, name)
  const names = { path: file, filename: name, output_path: outputPath }
  const run = (options: JsonObject) =>
    commandTool.run(commandTool.options.parse(options), fakeContext({ folder, root, file, outputPath, names }))
  const shown = JSON.stringify(name)
  await run({ command: ['cp', '{path}', '{output_path}'] })
  assert.equal(readFileSync(outputPath, 'utf8'), `content of ${name}`, shown)
  const inFolder = { cwd: join(folder, 'in') }
  const listed = (await run({ command: ['cat', '{filename}'], ...inFolder })) as JsonObject // of a command
  assert.equal(listed['stdout'], `content of ${name}`, shown)
  const quoted = (await run({ command: `cat "{path}" '{path}' {path}`, shell: true })) as JsonObject // of a command
  assert.equal(quoted['stdout'], `content of ${name}`.repeat(3), shown)
  assert.equal(existsSync(join(folder, 'canary')) || existsSync(join(folder, 'in/canary')), name === 'canary', shown)
}
