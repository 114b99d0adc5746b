/** What is known of a command before the first item: whether it can run, and what its result depends on. */
import { readFileSync } from 'node:fs'
import { UsageError } from '../base/errors.ts'
import { type JsonObject, sha256 } from '../base/json.ts'
import { asText } from '../pipeline/filters.ts'
import { fill, placeholdersIn } from '../pipeline/placeholders.ts'
import { findProgram } from '../system/find-program.ts'
import type { StepPlan, StepSetting } from './step.ts'

/** Options in which the step replaces placeholders itself. */
const ownOptions = ['command', 'env', 'stdin']

export function commandPlan(options: JsonObject, setting: StepSetting): Partial<StepPlan> {
  const program = programOf(options, setting)
  const found = program === undefined ? undefined : findProgram(program, { cwd: setting.folder, path: searchPath() })
  const missing = program === undefined || found !== undefined ? [] : [notFound(program, setting)]
  return {
    boundBy: 'cpu',
    readsAll: false,
    literal: ownOptions,
    fillsItself: ownOptions,
    runsPrograms: true,
    version: isOwnScript(program) && found !== undefined ? sha256(readFileSync(found)) : '1',
    missing: [...missing, ...missingVariables(options)],
  }
}

/** The program's name, which nobody but the owner of the pipeline may choose. */
function programOf({ command }: JsonObject, { config }: StepSetting): string | undefined {
  const first = Array.isArray(command) ? command[0] : undefined
  if (typeof first !== 'string') return undefined
  const foreign = placeholdersIn(first).find(({ path }) => path[0] !== 'config')
  if (foreign === undefined) return asText(fill(first, { config }))
  throw new UsageError('COMMAND_FROM_DATA', `Expected the program of a command to be fixed, got ${foreign.text}`, {
    fix: 'Name the program, or take it from {config.…}: data never decides which program runs.',
  })
}

function notFound(program: string, { folder }: StepSetting): string {
  return `the program "${program}" was not found ${program.includes('/') ? `below ${folder}` : 'in the PATH'}`
}

function missingVariables({ secrets, pass_env }: JsonObject): readonly string[] {
  const names = [secrets, pass_env]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((name) => typeof name === 'string')
  return names.filter((name) => process.env[name] === undefined).map((name) => `the variable ${name} is not in the environment`)
}

/** A script beside the pipeline is part of its definition; installed programs are known by their name. */
function isOwnScript(program: string | undefined): boolean {
  return program?.includes('/') === true && !program.startsWith('/')
}

function searchPath(): string {
  return process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'
}
