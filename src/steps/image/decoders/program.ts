import { spawn } from 'node:child_process'
import { errorCode } from '../../../base/errors.ts'
import { imageError } from '../image-errors.ts'

export interface ProgramResult {
  readonly exitCode: number | null
  /** Standard output and error, the first 64 KiB of both together. */
  readonly text: string
}

const mostText = 65_536

/** Runs a decoder's program: an argument list, never a shell. It and its output end with the signal. */
export function runProgram(program: string, args: readonly string[], signal?: AbortSignal): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], killSignal: 'SIGKILL', ...(signal && { signal }) })
    const parts: Buffer[] = []
    const keep = (part: Buffer) => {
      const size = parts.reduce((sum, kept) => sum + kept.length, 0)
      if (size < mostText) parts.push(part.subarray(0, mostText - size))
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, text: Buffer.concat(parts).toString('utf8') }))
  })
}

/** The first match of `pattern` in what the program prints about itself, or nothing where it is not installed. */
export async function programVersion(program: string, arg: string, pattern: RegExp): Promise<string | undefined> {
  try {
    const { text } = await runProgram(program, [arg])
    return pattern.exec(text)?.[1] ?? 'unknown'
  } catch (error) {
    if (['ENOENT', 'EACCES'].includes(errorCode(error) ?? '')) return undefined
    throw error
  }
}

/** Runs it to its end, and reports in one line what it said when it failed. */
export async function decodeWith(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const { exitCode, text } = await runProgram(program, args, signal)
  if (exitCode === 0) return
  const said = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const last = said.find((line) => /error|fail|invalid/i.test(line)) ?? said.at(-1) ?? 'nothing'
  throw imageError(
    'IMAGE_DECODE_FAILED',
    `Expected ${program} to decode the picture, got exit code ${exitCode}: ${last.slice(0, 300)}`,
  )
}
