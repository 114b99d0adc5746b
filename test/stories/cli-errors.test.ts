/** Bad usage and bad files: what was expected, what was given, where, and what to do. Nothing is started. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CommandEnd, millrace } from '../support/millrace.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const pipeline = `name: shout
input: { type: files, path: in, pattern: "*.txt" }
steps:
  - { name: read, tool: filesystem, action: read }
`

function refused({ code, stdout, stderr }: CommandEnd, room: Workspace): string {
  assert.equal(code, 2, stderr)
  assert.equal(stdout, '')
  assert.match(stderr, /^error: .*\n/)
  assert.ok(!room.list().some((file) => file.endsWith('.db')), 'a ledger was made')
  return stderr.replaceAll(room.folder, '.')
}

test('an unknown command', async (t) => {
  const room = workspace(t)
  assert.equal(
    refused(await millrace(['statsu'], { cwd: room.folder }), room),
    'error: Unknown command "statsu". Did you mean "status"?\n  fix: See `millrace --help`.\n',
  )
})

test('an unknown flag', async (t) => {
  const room = workspace(t)
  assert.equal(
    refused(await millrace(['run', 'p.yaml', '--worker', '3'], { cwd: room.folder }), room),
    'error: Unknown option "--worker". Did you mean "--workers"?\n  fix: See `millrace run --help`.\n',
  )
})

test('a pipeline that does not exist', async (t) => {
  const room = workspace(t)
  const text = refused(await millrace(['run', 'avif-to-pgn'], { cwd: room.folder }), room)
  assert.match(text, /^error: There is no pipeline "avif-to-pgn"\. ?Did you mean "avif-to-png"\?\n {2}fix: /)
})

test('a typo in a pipeline file', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline.replace('action:', 'acton:'), 'in/a.txt': 'a' })
  const text = refused(await millrace(['run', 'p.yaml'], { cwd: room.folder }), room)
  assert.match(text, /acton/)
  assert.match(text, /\n {2}at (\.\/)?p\.yaml:4:\d+\n/)
})

test('a duplicate key in a pipeline file', async (t) => {
  const room = workspace(t, { 'p.yaml': `${pipeline}name: again\n`, 'in/a.txt': 'a' })
  assert.match(refused(await millrace(['run', 'p.yaml'], { cwd: room.folder }), room), /\n {2}at (\.\/)?p\.yaml:5:1\n/)
})

test('a value of the wrong type', async (t) => {
  const room = workspace(t, { 'p.yaml': `${pipeline}workers: three\n`, 'in/a.txt': 'a' })
  const text = refused(await millrace(['run', 'p.yaml'], { cwd: room.folder }), room)
  assert.match(text, /workers/)
  assert.match(text, /\n {2}at (\.\/)?p\.yaml:5:\d+\n/)
})

test('an empty folder', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline, 'in/other.md': 'a' })
  const text = refused(await millrace(['run', 'p.yaml'], { cwd: room.folder }), room)
  assert.match(text, /in/)
})

test('a configuration that is no JSON', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline, 'in/a.txt': 'a' })
  const text = refused(await millrace(['run', 'p.yaml', '--config', '{a: 1}'], { cwd: room.folder }), room)
  assert.match(text, /^error: Expected --config to be JSON: .*\n {2}fix: Write it as '\{"key": "value"\}'/)
})

test('a batch that is not there', async (t) => {
  const room = workspace(t)
  assert.equal(
    refused(await millrace(['status'], { cwd: room.folder }), room),
    'error: There is no batch below ./.millrace.\n  fix: Start one with `millrace run`, or go to the folder where it was started.\n',
  )
})
