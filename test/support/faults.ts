/** How much the fault tests do: short in `npm test`, full in `npm run test:faults`. */
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The first in a short run, the second in a full one. */
export function shortOrFull<Value>(short: Value, full: Value): Value {
  return process.env['MILLRACE_FAULTS'] === 'full' ? full : short
}

const source = resolve(import.meta.dirname, '../../src')

/** Every named point of the code at which a test can end the process. */
export function failpointNames(): string[] {
  const texts = globSync('**/*.ts', { cwd: source }).map((file) => readFileSync(join(source, file), 'utf8'))
  const names = texts.flatMap((text) => [...text.matchAll(/\bfailpoint\('([^']+)'\)/g)].map(([, name = '']) => name))
  return [...new Set(names)].sort()
}

/** Why a test cannot run here, or false. */
export function needsRoot(): string | false {
  return process.getuid?.() === 0 ? false : 'needs root'
}
