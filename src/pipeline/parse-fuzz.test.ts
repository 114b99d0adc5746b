import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testKinds } from '../../test/support/load-kinds.ts'
import { UsageError } from '../base/errors.ts'
import { isObject, type JsonObject } from '../base/json.ts'
import { buildPipeline } from './build-pipeline.ts'
import { parseText } from './parse-text.ts'
import { documentOf, layerOf } from './settings.ts'

const runs = process.env['MILLRACE_FAULTS'] === 'full' ? 10_000 : 300

const yaml = `name: p
input: { type: files, pattern: "**/*.txt", exclude: [a, b] }
config: { size: 3, "quoted key": [1, 2.5, null, true] }
steps:
  - name: read
    tool: filesystem
    action: read
    retry: { attempts: 3, delay: 500ms }
  - when: size(content) > 0
  - { command: [prog, "{path}", '{content | truncate: 10}'], timeout: 1m30s }
output:
  layout: [by_date, "x/{ext}"]
  naming: "{basename}.out"
tolerate: 5%
`
const toml = `name = "p"
tolerate = "5%"
[input]
type = "files"
pattern = ["**/*.txt"]
[[steps]]
tool = "filesystem"
action = "read"
retry = { attempts = 3, delay = "500ms" }
[[steps]]
command = ["prog", '{path}', """x
y"""]
[output]
layout = "by_date"
`
const json = JSON.stringify(parseText(yaml, 'p.yaml').value, null, 1)

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ' ',
  '\n',
  '"',
  "'",
  '- ',
  '&a ',
  '*a',
  '<<: ',
  '!x ',
  '#',
  '|',
  '{x}',
  '\u0000',
  '\\',
  '=',
  '[[',
  '__proto__',
  '1e999',
  '😀',
  '\t',
]
const change = fc.record({ at: fc.nat(), cut: fc.nat(6), put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })) })
const sample = fc.constantFrom(['p.yaml', yaml] as const, ['p.toml', toml] as const, ['p.json', json] as const)

test(`${runs} damaged files are read, or refused with a place, within a second each`, () => {
  fc.assert(
    fc.property(sample, fc.array(change, { minLength: 1, maxLength: 4 }), ([file, text], changes) => {
      const damaged = changes.reduce((sofar, { at, cut, put }) => {
        const start = at % (sofar.length + 1)
        return sofar.slice(0, start) + put + sofar.slice(start + cut)
      }, text)
      // Of the processor: another program's turn is not our time.
      const before = process.cpuUsage()
      load(damaged, file)
      const { user, system } = process.cpuUsage(before)
      assert.ok(user + system < 1_000_000, 'too slow')
    }),
    { numRuns: runs },
  )
})

function load(text: string, file: string): void {
  try {
    const { value, places } = parseText(text, file)
    if (!isObject(value)) return
    const document = documentOf(layerOf(value as JsonObject, places))
    buildPipeline({ ...document, config: {}, folder: '/f', workingFolder: '/f', fallbackName: 'p' }, testKinds)
  } catch (error) {
    assert.ok(error instanceof UsageError, `${String(error)} for ${text}`)
    assert.ok(error.place?.line !== undefined && error.place.column !== undefined, `no place: ${error.message}`)
    assert.equal(error.place.file, file)
  }
}
