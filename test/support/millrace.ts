/** The command as a person runs it: bin/millrace.js in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'

export interface CommandSetting {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What it reads from standard input; none: the input is empty. */
  readonly input?: string
  /** Another Node than the one that runs the test. */
  readonly node?: string
  /** Ended with SIGKILL after so long. @default 60 seconds */
  readonly timeoutMs?: number
}

export interface CommandEnd {
  /** null after a signal. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCommand {
  readonly child: ChildProcess
  readonly done: Promise<CommandEnd>
}

const launcher = resolve(import.meta.dirname, '../../bin/millrace.js')

/** Variables by which programs guess who is looking; a test says itself what it wants. */
const guesses = [
  'CI',
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'AI_AGENT',
  'AGENT',
  'CLAUDECODE',
  'NO_COLOR',
  'FORCE_COLOR',
  'COLUMNS',
  'LINES',
]

function environment(changes: CommandSetting['env'] = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !guesses.includes(name) && !name.startsWith('NODE_TEST'))
  return { ...Object.fromEntries(kept), ...changes }
}

/** Runs it to its end. */
export function millrace(args: readonly string[], setting: CommandSetting): Promise<CommandEnd> {
  return startMillrace(args, setting).done
}

/** Starts it, for tests that act on it while it runs. */
export function startMillrace(args: readonly string[], setting: CommandSetting): RunningCommand {
  const { cwd, env, input = '', node = process.execPath, timeoutMs = 60_000 } = setting
  const child = spawn(node, [launcher, ...args], { cwd, env: environment(env), timeout: timeoutMs, killSignal: 'SIGKILL' })
  // Nobody has to read the input: a command that ends first closes the pipe.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return { child, done: endOf(child) }
}

function endOf(child: ChildProcess): Promise<CommandEnd> {
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout?.on('data', (part: Buffer) => stdout.push(part))
  child.stderr?.on('data', (part: Buffer) => stderr.push(part))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() })
    })
  })
}
