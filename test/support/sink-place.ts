/** A folder for what a test writes, removed when the test ends. */
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'

export async function workspace(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-sink-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}
