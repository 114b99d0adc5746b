import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { JsonObject } from '../base/json.ts'
import { buildHooks } from './build-hooks.ts'
import type { HookDefinition } from './hook-definition.ts'
import { placesWithoutText } from './places.ts'
import { hooksShape } from './schema-hooks.ts'

const schema = z.strictObject(hooksShape)
const inFile = placesWithoutText('/work/jobs/p.yaml')

function built(value: JsonObject, places = inFile) {
  return buildHooks(schema.parse(value), places, '/work')
}

function brief({ target, events, timeoutMs }: HookDefinition) {
  return { target, events, timeoutMs }
}

const moduleTarget = { kind: 'module', path: '/work/jobs/h.ts' }

test('a text is a module beside the file that names it; as a flag, beside the working folder', () => {
  assert.deepEqual(built({ hooks: './h.ts' }).hooks.map(brief), [{ target: moduleTarget, events: undefined, timeoutMs: 30_000 }])
  const [flag] = built({ hooks: './h.ts' }, placesWithoutText('command line')).hooks
  assert.deepEqual(flag?.target, { kind: 'module', path: '/work/h.ts' })
})

test('before, after and on are hooks for what they are called', () => {
  const parts = {
    before: './h.ts',
    after: [{ program: ['./a.sh'] }],
    on: { webhook: 'http://x/', events: 'batch:end' },
    timeout: '5s',
  }
  assert.deepEqual(built({ hooks: parts }).hooks.map(brief), [
    { target: moduleTarget, events: ['batch:item:before'], timeoutMs: 5_000 },
    {
      target: { kind: 'program', program: ['./a.sh'], folder: '/work/jobs', passEnv: [] },
      events: ['batch:item:after'],
      timeoutMs: 5_000,
    },
    { target: { kind: 'webhook', url: 'http://x/', headers: {} }, events: ['batch:end'], timeoutMs: 5_000 },
  ])
})

test('a list is one hook after the other, each with its own time', () => {
  const hooks = built({
    hooks: [
      { module: './h.ts', timeout: '1s' },
      { webhook: 'env:URL', secret: 'env:KEY', headers: { 'x-a': 'b' } },
    ],
  }).hooks
  assert.deepEqual(hooks.map(brief), [
    { target: moduleTarget, events: undefined, timeoutMs: 1_000 },
    {
      target: { kind: 'webhook', url: 'env:URL', secret: 'env:KEY', headers: { 'x-a': 'b' } },
      events: undefined,
      timeoutMs: 30_000,
    },
  ])
})

test('a progress hook is the built-in one, a module, or a program', () => {
  const target = (value: JsonObject[string]) => built({ progress_hook: value }).hooks[0]
  assert.equal(target('hooks-batch-progress')?.target.kind, 'progress-lines')
  assert.deepEqual(target('./h.ts')?.target, moduleTarget)
  const program = { kind: 'program', folder: '/work/jobs', passEnv: [] }
  assert.deepEqual(target('./tell')?.target, { ...program, program: ['./tell'] })
  assert.deepEqual(target(['./tell', '-v'])?.target, { ...program, program: ['./tell', '-v'] })
  assert.deepEqual(target(['./tell'])?.events, ['batch:progress'])
  assert.equal(target(false), undefined)
})

test('the end is told on the desktop, in Slack or by a webhook', () => {
  const place = { file: '/work/jobs/p.yaml' }
  const slack = 'https://hooks.slack.com/services/T/B/x'
  assert.deepEqual(built({ notify_on_complete: true }).notify, [{ kind: 'desktop' }])
  assert.deepEqual(built({ notify_on_complete: false }).notify, [])
  assert.deepEqual(built({ notify_on_complete: [slack, { slack: 'env:SLACK' }] }).notify, [
    { kind: 'slack', url: slack, place },
    { kind: 'slack', url: 'env:SLACK', place },
  ])
  assert.deepEqual(built({ notify_on_complete: 'https://example.com/x' }).notify, [
    { kind: 'webhook', url: 'https://example.com/x', headers: {}, place },
  ])
})
