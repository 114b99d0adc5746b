/** npm run build: dist/ from src/: code by the bundler, declarations by the compiler. */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isBuildFresh } from '../bin/fresh-build.js'
import { bundle } from './bundle.ts'

const project = resolve(import.meta.dirname, '..')

function declare(): number {
  const compiler = join(project, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: project, stdio: 'inherit' }).status ?? 1
}

if (!isBuildFresh()) rmSync(join(project, 'dist'), { recursive: true, force: true })
await bundle()
process.exitCode = declare()
