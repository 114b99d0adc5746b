/** What a step is given, without an engine: delivers into a real folder, keeps what was noted. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Json, JsonObject } from '../../src/base/json.ts'
import type { DeliveredFile } from '../../src/pipeline/delivery.ts'
import type { FamilyEnd } from '../../src/pipeline/part.ts'
import { templateParts } from '../../src/pipeline/placeholders.ts'
import type { OutputAccess, StepContext } from '../../src/steps/step.ts'
import { discard, publish, seal, temporaryFor } from '../../src/system/delivery.ts'
import { resolveBelow } from '../../src/system/safe-path.ts'

export interface FakeContextParts {
  readonly names?: JsonObject
  readonly data?: Json
  readonly file?: string
  /** The pipeline file's folder. */
  readonly folder?: string
  /** The root of the output. */
  readonly root?: string
  /** The item's own output path. */
  readonly outputPath?: string
  readonly signal?: AbortSignal
  readonly attempt?: number
  readonly family?: FamilyEnd
}

export interface FakeContext extends StepContext {
  readonly notes: JsonObject
}

export function fakeContext(parts: FakeContextParts = {}): FakeContext {
  const { data = {}, names = {}, folder = '/', root = '/nowhere', attempt = 1 } = parts
  const notes: Record<string, Json> = {}
  return {
    item: { id: 'item-1', data, metadata: {} },
    names: { input: data, ...names },
    file: parts.file,
    family: parts.family,
    signal: parts.signal ?? new AbortController().signal,
    folder,
    idempotencyKey: 'key-1',
    attempt,
    output: fakeOutput(root, parts.outputPath),
    temporaryFolder: () => mkdtemp(join(tmpdir(), 'millrace-step-')),
    parts: (template) => templateParts(template, { input: data, ...names }),
    note: (facts) => void Object.assign(notes, facts),
    spent: (amounts) => void Object.assign(notes, { spent: { ...amounts } }),
    quota: (announced) => void Object.assign(notes, { quota: { ...announced } }),
    notes,
  }
}

/** A folder of its own for one test, removed after it. */
export async function testFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-steps-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

function fakeOutput(root: string, path: string | undefined): OutputAccess {
  const delivered: DeliveredFile[] = []
  const resolve = (below: string) => resolveBelow(root, below)
  return {
    path,
    delivered,
    resolve,
    deliver: async (delivery) => {
      const target = await resolve(delivery.path ?? path ?? 'output')
      const temporary = await temporaryFor(root, 'attempt', basename(target))
      try {
        await delivery.write(temporary)
        const sealed = await seal(temporary)
        await publish(temporary, target, { mayReplace: true })
        const file = { path: target, ...sealed, mtimeMs: (await stat(target)).mtimeMs }
        delivered.push(file)
        return file
      } finally {
        await discard(root, 'attempt')
      }
    },
  }
}
