/**
 * npm run demo: converts the sample images beside this file as a person would from the command line, into a temporary
 * folder, so that the checkout stays as it is.
 */
import { spawn } from 'node:child_process'
import { globSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const project = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'millrace-demo-'))
const output = join(folder, 'output')

/** The command in a process of its own, in the temporary folder: its ledger stays there, too. */
function convert(): Promise<number> {
  const args = [join(project, 'bin/millrace.js'), 'run', 'avif-to-png', join(project, 'examples/images'), '--output', output]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'inherit' })
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', (code) => done(code ?? 1))
  })
}

console.log(`millrace run avif-to-png examples/images --output ${output}\n`)
const code = await convert()
const pictures = globSync('**/*.png', { cwd: output })
const reports = globSync('logs/*.html', { cwd: output })
console.log(`\n${pictures.length} PNGs in ${output}`)
console.log(`Report: ${reports.map((report) => join(output, report)).join(', ') || 'none was written'}`)
process.exitCode = code
