import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { millrace } from '../support/millrace.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/steps.md'), 'utf8')
const blocks = [...page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, text = '']) => ({
  language,
  file,
  text,
}))
const texts = { 'texts/a.txt': 'one two\n', 'texts/b -c.txt': 'a of three\n' }

/** The pipeline of this name from the page, with the files that the page shows. */
async function runExample(t: Parameters<typeof workspace>[0], name: string): Promise<Workspace> {
  const shown = blocks.filter(({ file }) => file !== undefined).map(({ file = '', text }) => [file, text])
  const pipeline = blocks.find(({ text }) => text.startsWith(`name: ${name}\n`))
  assert.ok(pipeline !== undefined)
  const room = workspace(t, { ...texts, ...Object.fromEntries(shown), 'pipeline.yaml': pipeline.text })
  const { code, stderr } = await millrace(['run', 'pipeline.yaml'], { cwd: room.folder })
  assert.equal(code, 0, stderr)
  return room
}

const read = (room: Workspace, path: string) => readFileSync(room.path(path), 'utf8')

test('the example of filesystem writes in capitals and copies the originals', async (t) => {
  const room = await runExample(t, 'upper')
  assert.equal(read(room, 'output/a.txt'), 'ONE TWO\n')
  assert.equal(read(room, 'output/originals/b -c.txt'), 'a of three\n')
})

test('the example of command compresses every file', async (t) => {
  const room = await runExample(t, 'compress')
  assert.equal(gunzipSync(readFileSync(room.path('output/b -c.txt.gz'))).toString(), 'a of three\n')
})

test('the example of transform and validate counts words', async (t) => {
  const room = await runExample(t, 'count-words')
  const rows = read(room, 'output/words.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(rows.length, 2)
  assert.deepEqual(
    rows.map(({ result, file, words }) => result ?? { file, words }).sort((a, b) => (a.file < b.file ? -1 : 1)),
    [
      { file: 'a.txt', words: 2 },
      { file: 'b -c.txt', words: 1 },
    ],
  )
})

test('every pipeline of the page is run here', () => {
  const names = blocks.filter(({ language }) => language === 'yaml').map(({ text }) => /^name: (.+)$/m.exec(text)?.[1])
  assert.deepEqual(names, ['upper', 'compress', 'count-words'])
})
