import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../base/json.ts'
import { ownOptions, stepKind } from './step-kind.ts'

const kinds = new Set(['tool:filesystem', 'tool:command', 'transform', 'validate'])

const found: readonly (readonly [JsonObject, string])[] = [
  [{ tool: 'filesystem', action: 'read' }, 'tool:filesystem'],
  [{ tool: 'tool-filesystem', action: 'read' }, 'tool:filesystem'],
  [{ transform: './a.ts', name: 'x' }, 'transform'],
  [{ command: ['prog'] }, 'tool:command'],
  [{ when: 'a > 1', name: 'x' }, 'keep'],
  [{ tool: 'filesystem', split: 1 }, 'tool:filesystem'],
]

for (const [step, kind] of found) {
  test(`${JSON.stringify(step)} is a step of kind ${kind}`, () => {
    const result = stepKind(step, kinds)
    assert.ok('kind' in result)
    assert.equal(result.kind, kind)
  })
}

const refused: readonly (readonly [JsonObject, string])[] = [
  [{ tool: 'filesytem' }, 'Unknown tool "filesytem". Did you mean "filesystem"? Tools are filesystem, command.'],
  [{ tool: 'http', url: 'x' }, 'The tool "http" is not supported by this version of Millrace.'],
  [{ prompt: 'Hello' }, 'The key "prompt" of a step is not supported by this version of Millrace.'],
  [{ transform: 'a', validate: 'b' }, 'Expected one thing to do per step, got "transform" and "validate".'],
  [{ transfrom: 'a' }, 'Expected a step with one of tool, transform, validate, when, got "transfrom". Did you mean "transform"?'],
  [{ name: 'x' }, 'Expected a step with one of tool, transform, validate, when, got none of them.'],
]

for (const [step, problem] of refused) {
  test(`${JSON.stringify(step)} is refused: ${problem}`, () => {
    const result = stepKind(step, kinds)
    assert.ok('problem' in result)
    assert.equal(result.problem, problem)
  })
}

test("a step's own keys stay out of the options, params go in", () => {
  assert.deepEqual(ownOptions({ tool: 'image', name: 'x', timeout: '1s', level: 3, params: { output: 'a', level: 9 } }), {
    level: 9,
    output: 'a',
  })
})

test('a kind that a caller brings is no key of a later version', () => {
  assert.ok('kind' in stepKind({ prompt: 'x' }, new Set(['prompt'])))
})
