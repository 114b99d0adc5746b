import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import type { HookDefinition, HookTarget } from '../pipeline/hook-definition.ts'
import { openHooks } from './open-hooks.ts'

const never = new AbortController().signal
const place = { file: 'p.yaml', line: 3 }

async function opened(
  t: TestContext,
  folder: string,
  hooks: readonly (Partial<HookDefinition> & { readonly target: HookTarget })[],
) {
  const open = await openHooks(
    { hooks: hooks.map((hook) => ({ timeoutMs: 20_000, place, ...hook })), notify: [] },
    { folder, batchName: 'b1' },
  )
  t.after(() => open.close())
  return open
}

const webhook = (more: Partial<Extract<HookTarget, { kind: 'webhook' }>> = {}) =>
  ({ kind: 'webhook', url: 'https://example.com/secret', headers: {}, ...more }) as const

test('a module that is named twice is one, and is called by its place', async (t) => {
  const room = workspace(t, {
    'h.mjs': 'let n = 0; export const before = () => ({ reason: String(++n) }); export const after = before',
  })
  const target = { kind: 'module', path: room.path('h.mjs') } as const
  const { hooks } = await opened(t, room.folder, [
    { target, events: ['batch:item:before'] },
    { target, events: ['batch:item:after'] },
  ])
  const answers = []
  for (const { reach } of hooks) {
    assert.ok(reach.kind === 'asked')
    answers.push((await reach.ask('batch:item:before', '{}', never)).answer)
  }
  assert.deepEqual(answers, [{ reason: '1' }, { reason: '2' }])
  assert.deepEqual(
    hooks.map(({ name, questions }) => [name, [...questions]]),
    [
      ['hook h.mjs', ['batch:item:before']],
      ['hook h.mjs', ['batch:item:after']],
    ],
  )
})

test('a program is known by its arguments and the text of a script', async (t) => {
  const room = workspace(t, { 'h.sh': '#!/bin/sh\n' })
  const { chmodSync } = await import('node:fs')
  chmodSync(room.path('h.sh'), 0o755)
  const target = { kind: 'program', program: ['./h.sh', '-v'], folder: room.folder, passEnv: [] } as const
  const versionOf = async () => (await opened(t, room.folder, [{ target }])).hooks[0]?.version
  const first = await versionOf()
  assert.equal(await versionOf(), first)
  room.write('h.sh', '#!/bin/sh\nexit 1\n')
  assert.notEqual(await versionOf(), first)
})

test('what a webhook takes from the environment is there, and its name tells the host only', async (t) => {
  process.env['MILLRACE_TEST_KEY'] = 'k'
  t.after(() => delete process.env['MILLRACE_TEST_KEY'])
  const target = webhook({ secret: 'env:MILLRACE_TEST_KEY', headers: { authorization: 'env:MILLRACE_TEST_KEY' } })
  const [hook] = (await opened(t, '/', [{ target }])).hooks
  assert.equal(hook?.name, 'webhook example.com')
  assert.deepEqual(hook.reach, {
    ...{ kind: 'webhook', url: 'https://example.com/secret', secret: 'k', headers: { authorization: 'k' }, timeoutMs: 20_000 },
  })
})

test('what is not there is refused with its place', async (t) => {
  const { folder } = workspace(t)
  const program = { kind: 'program', program: ['hooks-batch-progres'], folder, passEnv: [] } as const
  const cases: readonly (readonly [Partial<HookDefinition> & { readonly target: HookTarget }, object])[] = [
    [
      { target: program, events: ['batch:progress'] },
      { code: 'HOOK_MISSING', message: /Did you mean "hooks-batch-progress"\?/, place },
    ],
    [{ target: webhook({ secret: 'env:MILLRACE_NOT_SET' }) }, { code: 'VARIABLE_MISSING', place }],
    [{ target: webhook({ url: 'https://me:pw@x/' }) }, { code: 'WEBHOOK_ADDRESS', place }],
    [{ target: { kind: 'module', path: `${folder}/none.ts` } }, { code: 'MODULE_MISSING' }],
  ]
  for (const [hook, expected] of cases) await assert.rejects(opened(t, folder, [hook]), expected)
})

test('the built-in progress hook hears progress', async (t) => {
  const [hook] = (await opened(t, '/', [{ target: { kind: 'progress-lines' } }])).hooks
  assert.deepEqual([hook?.name, [...(hook?.events ?? [])]], ['hooks-batch-progress', ['batch:progress']])
})
