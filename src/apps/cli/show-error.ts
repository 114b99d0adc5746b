/** The one place where an error becomes text on the console and an exit code. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type ErrorText, errorLines } from '../terminal/errors.ts'
import { exitCodeOf, exitCodes } from './exit-code.ts'
import type { Face } from './face.ts'

export interface ErrorSetting {
  readonly face: Pick<Face, 'stderr'>
  /** `--debug`: with the stack. */
  readonly debug: boolean
}

/** Returns the exit code. */
export async function showError(thrown: unknown, { face, debug }: ErrorSetting): Promise<number> {
  const { isMillraceError, placeText } = await import('../../index.ts')
  const stack = debug ? inspect(thrown) : undefined
  if (!isMillraceError(thrown)) {
    print(face, bugText(thrown, stack))
    return exitCodes.bug
  }
  const place = 'place' in thrown && isPlace(thrown.place) ? placeText(thrown.place) : undefined
  print(face, { message: thrown.message, place, fix: thrown.fix, stack })
  return exitCodeOf(thrown)
}

export function print({ stderr }: Pick<Face, 'stderr'>, text: ErrorText): void {
  stderr.write(`${errorLines(text).join('\n')}\n`)
}

interface Place {
  readonly file: string
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'file' in value && typeof value.file === 'string'
}

function bugText(thrown: unknown, stack: string | undefined): ErrorText {
  const message = `Something went wrong inside Millrace: ${thrown instanceof Error ? thrown.message : String(thrown)}`
  const fix = 'This is a bug. The ledger keeps what was done: `millrace resume` goes on from there.'
  if (stack !== undefined) return { message, fix, stack }
  return { message: `${message}\nThe stack is in ${keepStack(thrown)}`, fix }
}

function keepStack(thrown: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'millrace-error-')), 'stack.txt')
  writeFileSync(file, `${inspect(thrown)}\n`)
  return file
}
