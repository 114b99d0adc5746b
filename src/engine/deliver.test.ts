import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type TestContext, test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { pathKey } from '../system/safe-path.ts'
import { type DeliverySetting, WalkOutput } from './deliver.ts'
import type { Walk } from './walk.ts'

const stepNames = ['s']

/** A ledger with one batch and two items. */
async function openBatch(ledger: Ledger, name = 'b'): Promise<number> {
  const texts = { pipeline: 'p', pipelineJson: '{}', optionsJson: '{}', codeJson: '{}', outputRoot: '/' }
  const batch = { ...texts, name, stepNames, startsAfterIngest: false, created: 1 }
  const [opened] = await ledger.commit([{ op: 'open-batch', batch, session: { pid: 1, host: 'h', boot: 'b', at: 1 } }])
  const item = (id: string) => ({
    ...{ id, idIsHash: false, data: '{}', metadata: '{}', stamp: undefined, sizeBytes: 1, rank: 0 },
  })
  await ledger.commit([{ op: 'ingest', batch: opened.batch, items: [item('a'), item('b')], position: 2, done: true, at: 1 }])
  return opened.batch
}

function walkOf(seq: number, id: string): Walk {
  const ready = { ...{ seq, id, version: 1, data: '{}', metadata: '{}', stamp: undefined, sizeBytes: 1, rank: 0 } }
  return {
    ready: { ...ready, step: 0, tries: 0, attempt: 0, losses: 0, results: [] },
    ...{ item: { id, data: {}, metadata: {} }, attempt: 1, file: undefined, names: {}, delivered: [], lapses: [], remarks: [] },
    unwritten: { attempts: [], results: [], files: [] },
    ...{ result: undefined, step: 0, isMarked: false, hasWorked: false, isReused: false, outputBytes: 0 },
  }
}

async function outputs(t: TestContext, changes: Partial<DeliverySetting> = {}) {
  const room = workspace(t)
  const ledger = memoryLedger()
  const batch = await openBatch(ledger)
  const setting: DeliverySetting = {
    ...{ ledger, batch, batchName: 'b', root: room.folder, overwrite: 'own', refusesEarly: true },
    pathFor: (walk) => room.path('out', `${walk.item.id}.txt`),
    checkInput: async () => undefined,
    ...changes,
  }
  const outputOf = (walk: Walk) => new WalkOutput(walk, 's', setting)
  return { room, ledger, batch, outputOf, setting }
}

function write(text: string) {
  return async (path: string): Promise<undefined> => void writeFileSync(path, text)
}

test('a file appears whole at its path, claimed with its hash, and no temporary file stays', async (t) => {
  const { room, ledger, outputOf } = await outputs(t)
  const walk = walkOf(1, 'a')
  const file = await outputOf(walk).deliver({ write: write('hello') })
  assert.equal(readFileSync(room.path('out', 'a.txt'), 'utf8'), 'hello')
  assert.deepEqual(room.list(), ['out/a.txt'])
  const holder = await ledger.read({ get: 'claim', pathKey: pathKey(file.path) })
  assert.deepEqual([holder?.state, holder?.sha256, holder?.itemId], ['claimed', file.sha256, 'a'])
  assert.deepEqual([walk.delivered, walk.outputBytes], [[file], 5])
  assert.deepEqual(
    walk.unwritten.files.map(({ path }) => path),
    [file.path],
  )
})

test('the path is claimed before anything is seen there', async (t) => {
  const seen: boolean[] = []
  const made = await outputs(t)
  const commit: Ledger['commit'] = (ops) => {
    if (ops.some(({ op }) => op === 'claim')) seen.push(existsSync(made.room.path('out', 'a.txt')))
    return made.ledger.commit(ops)
  }
  const setting = { ...made.setting, ledger: { ...made.ledger, commit } }
  await new WalkOutput(walkOf(1, 'a'), 's', setting).deliver({ write: write('x') })
  assert.deepEqual(seen, [false])
})

test('a write that fails leaves nothing behind and claims nothing', async (t) => {
  const { room, ledger, outputOf } = await outputs(t)
  const broken = async (path: string) => {
    writeFileSync(path, 'half')
    throw new Error('broken off')
  }
  await assert.rejects(outputOf(walkOf(1, 'a')).deliver({ write: broken }), /broken off/)
  assert.deepEqual(room.list(), [])
  assert.equal(await ledger.read({ get: 'claim', pathKey: pathKey(room.path('out', 'a.txt')) }), undefined)
})

test('the second item that wants a path is refused, before its work where the path is known', async (t) => {
  const { room, outputOf } = await outputs(t, { pathFor: () => undefined })
  const path = room.path('same.txt')
  await outputOf(walkOf(1, 'a')).deliver({ path, write: write('first') })
  const never = async () => assert.fail('the work was done all the same')
  await assert.rejects(outputOf(walkOf(2, 'b')).deliver({ path, write: never }), { code: 'OUTPUT_COLLISION', message: /"a"/ })
  assert.equal(readFileSync(path, 'utf8'), 'first')
})

test('two items that race for a path: one has it, the other fails', async (t) => {
  const { room, outputOf } = await outputs(t, { pathFor: () => undefined })
  const path = room.path('same.txt')
  const ends = await Promise.allSettled([
    outputOf(walkOf(1, 'a')).deliver({ path, write: write('a') }),
    outputOf(walkOf(2, 'b')).deliver({ path, write: write('b') }),
  ])
  assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  assert.equal(readFileSync(path, 'utf8'), ends[0]?.status === 'fulfilled' ? 'a' : 'b')
})

test('a step that delivers two files at once gets each its own temporary place', async (t) => {
  const { room, outputOf } = await outputs(t, { pathFor: () => undefined })
  const output = outputOf(walkOf(1, 'a'))
  const folders: string[] = []
  const deliver = (name: string) =>
    output.deliver({
      path: room.path(name),
      write: async (path) => {
        folders.push(dirname(path))
        return write(name)(path)
      },
    })
  await Promise.all([deliver('one'), deliver('two')])
  assert.deepEqual(room.list(), ['one', 'two'])
  assert.notEqual(folders[0], folders[1])
})

test('nothing is published when the input has changed while it was worked on', async (t) => {
  const { room, outputOf } = await outputs(t, {
    checkInput: async () => {
      throw new Error('changed')
    },
  })
  await assert.rejects(outputOf(walkOf(1, 'a')).deliver({ write: write('x') }), /changed/)
  assert.deepEqual(room.list(), [])
})

test('a path outside of the root is refused', async (t) => {
  const { outputOf } = await outputs(t)
  await assert.rejects(outputOf(walkOf(1, 'a')).deliver({ path: '../escaped.txt', write: write('x') }))
})

test('a layout that still has no path when the work is done says so', async (t) => {
  const { outputOf } = await outputs(t, { pathFor: () => undefined })
  await assert.rejects(outputOf(walkOf(1, 'a')).deliver({ write: write('x') }), { code: 'OUTPUT_PATH_UNKNOWN' })
})
