/** Runs the suite of sources over one file of rows. */
import { rm } from 'node:fs/promises'
import { after, before } from 'node:test'
import type { Source } from '../../src/sources/source.ts'
import { testSource } from '../conformance/source.ts'
import { settingFor, sourceFolder } from './source-folder.ts'

export interface RowsFile {
  readonly name: string
  readonly content: string
  readonly count: number
  /** Besides `path`. */
  readonly options?: object
}

export function testRows(title: string, source: Source, { name, content, count, options = {} }: RowsFile): void {
  const made: { folder: string } = { folder: '' }
  before(async () => {
    made.folder = (await sourceFolder({ after: () => undefined }, { [name]: content })).folder
  })
  after(() => rm(made.folder, { recursive: true, force: true }))
  const open = () => source.open(source.options.parse({ path: name, ...options }), settingFor(made.folder))
  testSource({ name: title, open, count })
}
