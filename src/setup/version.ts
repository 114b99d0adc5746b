import { readFileSync } from 'node:fs'

/** Of this copy of Millrace. The manifest lies two folders up, from src/ as from dist/. */
export const version: string = versionOf(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))

function versionOf(manifest: unknown): string {
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return isNamed ? String(manifest.version) : 'unknown'
}
