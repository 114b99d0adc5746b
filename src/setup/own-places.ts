/** Where Millrace writes: nothing at or below these paths is ever an input. */
import { join, resolve } from 'node:path'
import { ledgerPaths } from '../ledger/paths.ts'
import type { Pipeline } from '../pipeline/definition.ts'

export interface OwnPlacesCase {
  readonly pipeline: Pick<Pipeline, 'options'>
  /** The working directory. Absolute. */
  readonly folder: string
  /** Of the output. Absolute. */
  readonly root: string
  readonly ledger?: string | undefined
}

export function ownPlaces({ pipeline, folder, root, ledger }: OwnPlacesCase): readonly string[] {
  const { errorOutput, report } = pipeline.options
  return [
    join(folder, '.millrace'),
    root,
    ...(errorOutput === undefined ? [] : [errorOutput]),
    ...(report === undefined || report === 'none' ? [] : reportFiles(report)),
    ...(ledger === undefined ? [] : ledgerFiles(resolve(folder, ledger))),
  ]
}

/** Beside the report that was named there is one for people. */
function reportFiles(report: string): readonly string[] {
  const stem = report.replace(/\.(?:json|html)$/, '')
  return [`${stem}.json`, `${stem}.html`]
}

function ledgerFiles(given: string): readonly string[] {
  const { file, lock, owner, blobs } = ledgerPaths(given)
  return [blobs, owner, ...[file, lock].flatMap((one) => ['', '-wal', '-shm', '-journal'].map((end) => one + end))]
}
