/**
 * Writes docs/pipeline-file.md from the schemas that check pipeline files, so that it never says anything else.
 * `node scripts/docs-reference.ts` writes it, with `--check` it only tells whether the file is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pipelineReference } from './pipeline-reference.ts'

const file = fileURLToPath(new URL('../docs/pipeline-file.md', import.meta.url))
const text = pipelineReference()

if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/pipeline-file.md is out of date: run `node scripts/docs-reference.ts`.')
  process.exitCode = 1
}
