import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

const source = await readFile(new URL('names.ts', import.meta.url), 'utf8')
const page = await readFile(new URL('../../docs/events.md', import.meta.url), 'utf8')

/** Event name → names of its fields, as the types say. */
function catalogue(): ReadonlyMap<string, readonly string[]> {
  const entries = source.split(/^ {2}'(?=batch:)/m).slice(1)
  return new Map(
    entries.map((entry) => [entry.slice(0, entry.indexOf("'")), fieldsOf(entry.split('\n  /**')[0]?.split('\n}')[0] ?? '')]),
  )
}

function fieldsOf(type: string): readonly string[] {
  return [...type.matchAll(/readonly (\w+\??):/g)].map((match) => match[1] ?? '')
}

test('every event of the catalogue is documented with exactly its fields', () => {
  for (const [name, fields] of catalogue()) {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\``))
    assert.ok(row, `${name} is not in docs/events.md`)
    const documented = [...(row.split('|')[3] ?? '').matchAll(/`(\w+\??)`/g)].map((match) => match[1])
    assert.deepEqual(documented, fields, name)
  }
})

test('no event is documented that nobody sends', () => {
  const documented = [...page.matchAll(/^\| `(batch:[\w:]+)`/gm)].map((match) => match[1])
  assert.deepEqual(documented, [...catalogue().keys()])
})
