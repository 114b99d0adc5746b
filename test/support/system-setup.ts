/**
 * Brings what the tests need besides npm packages: on Debian, as root, missing programs are installed.
 * It never fails a run: a test whose program is missing skips and says so.
 */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runProgram } from './checks.ts'

interface Wanted {
  readonly program: string
  readonly packageName: string
}

const wanted: readonly Wanted[] = [
  { program: 'ffmpeg', packageName: 'ffmpeg' },
  { program: 'avifdec', packageName: 'libavif-bin' },
  { program: 'parallel', packageName: 'parallel' },
  { program: 'strace', packageName: 'strace' },
  { program: 'tmux', packageName: 'tmux' },
  { program: 'make', packageName: 'make' },
  { program: 'chromium', packageName: 'chromium' },
]

const limitMs = 240_000

/** Is the program on the PATH? */
export function hasProgram(program: string, path = process.env['PATH'] ?? ''): boolean {
  return path.split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}

/** Installs what is missing where it may; returns what was done or why not, in one line. */
export async function setUpSystem(): Promise<string> {
  const missing = wanted.filter(({ program }) => !hasProgram(program))
  if (missing.length === 0) return 'every program is there'
  const names = missing.map(({ program }) => program).join(', ')
  const obstacle = whyNot()
  if (obstacle !== undefined) return `without ${names} (${obstacle})`
  return install(missing.map(({ packageName }) => packageName))
}

function whyNot(): string | undefined {
  if (process.env['MILLRACE_NO_SETUP'] === '1') return 'MILLRACE_NO_SETUP=1'
  if (process.getuid?.() !== 0) return 'only root may install programs'
  if (!hasProgram('apt-get')) return 'no apt-get on this system'
  return undefined
}

async function install(packages: readonly string[]): Promise<string> {
  const apt = (...args: string[]) =>
    runProgram('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args], '/', limitMs)
  const update = await apt('update')
  if (update.code !== 0) return `apt-get update failed: ${lastLine(update.output)}`
  const { code, output } = await apt('install', '--yes', '--no-install-recommends', ...packages)
  return code === 0 ? `installed ${packages.join(', ')}` : `apt-get install failed: ${lastLine(output)}`
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}
