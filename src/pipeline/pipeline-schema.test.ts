import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKinds } from '../../test/support/load-kinds.ts'
import { compileSchema } from './json-schema.ts'
import { parseText } from './parse-text.ts'
import { pipelineJsonSchema } from './pipeline-schema.ts'

const check = compileSchema(pipelineJsonSchema(testKinds))

const fine = [
  'steps: [{ tool: filesystem, action: read, name: x, retry: { attempts: 3, delay: 1s } }]',
  'steps: [{ tool: tool-filesystem, action: write, content: [1, { a: b }] }, { when: a > 1 }]',
  'steps: [{ tool: image, action: "{config.what}", level: "{config.level}" }]',
  'max_concurrent: auto\ninput: { type: json, path: x }\noutput: { type: json, pretty: true, organize: [date, size] }\nsteps: [{ transform: ./a.ts }]',
  'workers: "{config.workers}"\nmode: strict\ntolerate: 5%\nsteps: [{ tool: command, command: [a] }]',
]

for (const text of fine) {
  test(`editors accept ${JSON.stringify(text.slice(0, 60))}`, () => assert.deepEqual(check(parseText(text, 'p.yaml').value), []))
}

const wrong = [
  'steps: [{ tool: filesystem, action: read, colour: red }]',
  'steps: [{ tool: filesystm, action: read }]',
  'steps: [{ tool: image, action: convert, level: high }]',
  'workers: many\nsteps: [{ when: a }]',
  'wrokers: 3\nsteps: [{ when: a }]',
  'input: { type: json, pattern: x }\nsteps: [{ when: a }]',
  'steps: []',
]

for (const text of wrong) {
  test(`editors mark ${JSON.stringify(text.slice(0, 60))}`, () => assert.notDeepEqual(check(parseText(text, 'p.yaml').value), []))
}
