/** A folder of files for tests of sources, and the setting that a source is opened with. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { SourceEntry, SourceSetting } from '../../src/sources/source.ts'

export interface SourceFolder {
  readonly folder: string
  readonly setting: SourceSetting
}

/** Files by relative path; removed when the test ends. */
export async function sourceFolder(
  t: Pick<TestContext, 'after'>,
  files: Readonly<Record<string, string>> = {},
): Promise<SourceFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'millrace-source-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), content)
  }
  return { folder, setting: settingFor(folder) }
}

export function settingFor(folder: string, standardInput: NodeJS.ReadableStream = Readable.from([])): SourceSetting {
  const forbidden = ['output', 'errors', '.millrace'].map((name) => path.join(folder, name))
  return { folder, forbidden, spoolFolder: path.join(folder, '.millrace', 'batch'), standardInput }
}

/** Ids, with the code of those that are broken. */
export function idsOf(entries: readonly SourceEntry[]): readonly string[] {
  return entries.map((entry) => (entry.kind === 'item' ? entry.id : `${entry.code} ${entry.id}`))
}
