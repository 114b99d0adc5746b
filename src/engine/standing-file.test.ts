import assert from 'node:assert/strict'
import { mkdirSync, statSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { type Workspace, workspace } from '../../test/support/workspace.ts'
import { sha256 } from '../base/json.ts'
import type { ClaimHolder } from '../ledger/rows.ts'
import { type StandingCase, standingFile } from './standing-file.ts'

function seal(text: string) {
  return { sizeBytes: Buffer.byteLength(text), sha256: sha256(text) }
}

/** The ledger's memory of a file with this text. */
function claimed(path: string, text: string, changes: Partial<ClaimHolder> = {}): ClaimHolder {
  return {
    ...{ path, pathKey: path, itemId: 'a', step: 's', batch: 1, state: 'delivered', mtimeMs: 0 },
    ...seal(text),
    ...changes,
  }
}

function place(t: TestContext, text?: string): { readonly room: Workspace; readonly path: string } {
  const room = workspace(t, text === undefined ? {} : { out: text })
  return { room, path: room.path('out') }
}

function ask(path: string, changes: Partial<StandingCase> = {}) {
  return standingFile({ path, previous: undefined, sealed: seal('new'), overwrite: 'own', ...changes })
}

test('a free path is free, also where its folder is missing', async (t) => {
  const { room, path } = place(t)
  assert.deepEqual(await ask(path), { kind: 'absent' })
  assert.deepEqual(await ask(room.path('deep', 'er', 'out')), { kind: 'absent' })
})

test('a file that no claim explains is not replaced', async (t) => {
  const { path } = place(t, 'of a person')
  await assert.rejects(ask(path), { code: 'OUTPUT_EXISTS', message: /Millrace did not write it/ })
})

test('what Millrace delivered may be replaced while it is untouched', async (t) => {
  const { path } = place(t, 'old')
  const { mtimeMs } = statSync(path)
  assert.deepEqual(await ask(path, { previous: claimed(path, 'old', { mtimeMs }) }), { kind: 'ours' })
  assert.deepEqual(await ask(path, { previous: claimed(path, 'old') }), { kind: 'ours' }, 'touched, but the same content')
})

test('what somebody changed after the delivery is theirs', async (t) => {
  const { path } = place(t, 'edited')
  await assert.rejects(ask(path, { previous: claimed(path, 'old') }), { code: 'OUTPUT_EXISTS', message: /has been changed/ })
})

test('after a crash around the rename both the old and the new content are explained', async (t) => {
  const previous = (path: string) => claimed(path, 'new', { state: 'claimed', replacedSha256: sha256('old') })
  const before = place(t, 'old')
  assert.deepEqual(await ask(before.path, { previous: previous(before.path) }), { kind: 'ours' })
  const after = place(t, 'new')
  const standing = await ask(after.path, { previous: previous(after.path) })
  assert.equal(standing.kind, 'same')
})

test('the same content is adopted and not written again', async (t) => {
  const { path } = place(t, 'new')
  assert.deepEqual(await ask(path), { kind: 'same', mtimeMs: statSync(path).mtimeMs })
})

test('`overwrite: always` replaces anything, `never` not even its own', async (t) => {
  const { path } = place(t, 'old')
  assert.deepEqual(await ask(path, { overwrite: 'always' }), { kind: 'ours' })
  const previous = claimed(path, 'old')
  await assert.rejects(ask(path, { overwrite: 'never', previous }), { code: 'OUTPUT_EXISTS', message: /overwrite: never/ })
  assert.deepEqual(await ask(path, { overwrite: 'never', previous, sealed: undefined }), { kind: 'ours' })
})

test('a folder in the way is refused, whatever may be overwritten', async (t) => {
  const { path } = place(t)
  mkdirSync(path)
  await assert.rejects(ask(path, { overwrite: 'always' }), { code: 'OUTPUT_EXISTS', message: /it is no file/ })
})
