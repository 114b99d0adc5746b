/**
 * The code of dist/: one file per entry, with what several of them share in dist/shared/, so that a start reads a few
 * files instead of six hundred. In a checkout `bin/millrace.js` takes it as long as it is up to date.
 */
import { globSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { buildRecord, fileMark, isBuildFresh } from '../bin/fresh-build.js'

const project = resolve(import.meta.dirname, '..')

/** Each begins a program, a thread, or is imported from outside. */
const entries = [
  'index',
  'inspect',
  'apps/cli/main',
  'ledger/thread',
  'system/program-host',
  'steps/transform-worker',
  'steps/hook-worker',
]

/** It loads a binary of its own, from beside its own files. */
const external = ['sharp']

/** Packages in the older form of modules ask for parts of Node in their own way. */
const banner = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`

/** What the result depends on: as it is before the build, so that whatever changes meanwhile makes the build stale. */
function marksNow() {
  const sources = globSync('src/**/*.ts', { cwd: project }).filter((path) => !path.endsWith('.test.ts'))
  return [...sources, 'package.json', 'package-lock.json', 'scripts/bundle.ts'].map(fileMark)
}

/** Does nothing where the build is up to date: a command may be running from it. */
export async function bundle(): Promise<void> {
  if (isBuildFresh()) return
  rmSync(buildRecord, { force: true })
  rmSync(join(project, 'dist/shared'), { recursive: true, force: true })
  const marks = marksNow()
  await build({
    absWorkingDir: project,
    entryPoints: entries.map((name) => `src/${name}.ts`),
    outbase: 'src',
    outdir: 'dist',
    chunkNames: 'shared/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external,
    banner: { js: banner },
    logLevel: 'warning',
  })
  writeFileSync(buildRecord, JSON.stringify(marks))
}
