/** npm run build: the sources as JavaScript and declarations in dist/, with the files beside them that are not TypeScript. */
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

const project = resolve(import.meta.dirname, '..')
const built = join(project, 'dist')

function compile(): number {
  const compiler = join(project, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: project, stdio: 'inherit' }).status ?? 1
}

function copyOthers(): void {
  const files = globSync('**/*.*', { cwd: join(project, 'src') }).filter((file) => !file.endsWith('.ts'))
  for (const file of files) cpSync(join(project, 'src', file), join(built, file), { recursive: true })
}

rmSync(built, { recursive: true, force: true })
process.exitCode = compile()
if (process.exitCode === 0) copyOthers()
