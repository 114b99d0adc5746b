import { readFileSync } from 'node:fs'
import { packageFile } from '../base/own-files.ts'

/** Of this copy of Millrace. */
export const version: string = versionOf(JSON.parse(readFileSync(packageFile('package.json'), 'utf8')))

function versionOf(manifest: unknown): string {
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return isNamed ? String(manifest.version) : 'unknown'
}
