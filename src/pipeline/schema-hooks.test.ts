import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import type { JsonObject } from '../base/json.ts'
import { hooksShape } from './schema-hooks.ts'
import { findingsOf } from './zod-problems.ts'

const schema = z.strictObject(hooksShape)

function problems(value: JsonObject): readonly string[] {
  return findingsOf({ schema, value }).map(({ message }) => message)
}

test('everything that the documentation shows is valid', () => {
  const hooks = [
    './hooks.ts',
    { module: './hooks.ts', events: ['batch:end'], timeout: '5s' },
    [
      { program: ['./a.sh', '-v'], pass_env: ['TOKEN'] },
      { webhook: 'https://example.com/x', secret: 'env:KEY', events: 'batch:*' },
    ],
    { before: './filter.ts', after: ['./a.ts'], on: [{ webhook: 'env:URL' }], timeout: '1m' },
  ]
  for (const value of hooks) assert.deepEqual(problems({ hooks: value }), [])
  for (const value of ['hooks-batch-progress', './p.ts', ['./p.sh'], false])
    assert.deepEqual(problems({ progress_hook: value }), [])
  for (const value of [true, 'desktop', 'https://hooks.slack.com/x', { slack: 'env:SLACK' }, [{ webhook: 'http://x/' }]])
    assert.deepEqual(problems({ notify_on_complete: value }), [])
})

test('what is wrong is said with what was expected', () => {
  const cases: readonly (readonly [JsonObject, RegExp])[] = [
    [{ hooks: 5 }, /`hooks`: expected the path of a module, .*, got 5/],
    [{ hooks: [{ webhook: 'ftp://x' }] }, /expected an address that starts with http:\/\/ or https:\/\//],
    [{ hooks: [{ webhook: 'https://x/', secret: 'abc' }] }, /expected "env:" and the name of a variable/],
    [{ hooks: [{ program: './x' }] }, /expected a list \["program", "argument", …\], got "\.\/x"/],
    [{ hooks: [{ webhok: 'https://x/' }] }, /Unknown key "webhok".*Did you mean "webhook"\?/],
    [{ hooks: { befor: './x.ts' } }, /Unknown key "befor".*Did you mean "before"\?/],
    [{ hooks: { before: { webhook: 'https://x/' } } }, /Unknown key "webhook" in `hooks\.before`/],
    [{ hooks: { after: 3 } }, /expected the path of a module, or an object with "module" or "program", got 3/],
    [{ notify_on_complete: 'slack' }, /`notify_on_complete`: expected an address that starts with/],
    [{ progress_hook: 7 }, /or "hooks-batch-progress", got 7/],
  ]
  for (const [value, message] of cases) assert.match(problems(value).join('\n'), message)
})
