/** `tool: command`: any program, with an argument list; a shell only where the file says so. */
import { constants } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod'
import { BatchError, RetryableError } from '../base/errors.ts'
import { plainText } from '../base/format.ts'
import type { Json } from '../base/json.ts'
import { asText } from '../pipeline/filters.ts'
import { fill, templateParts } from '../pipeline/placeholders.ts'
import { diskFree } from '../system/machine.ts'
import { type ProgramEnd, runProgram } from '../system/program.ts'
import { redactor, secretsFromEnvironment } from '../system/secrets.ts'
import { fillArguments, uses } from './command-arguments.ts'
import { commandEnvironment } from './command-environment.ts'
import { commandPlan } from './command-plan.ts'
import { defineTool } from './define.ts'
import { shellScript } from './shell-script.ts'
import type { StepContext } from './step.ts'

const names = z.array(z.string().regex(/^[A-Za-z_]\w*$/, 'expected the name of an environment variable'))

export const commandOptions = z
  .strictObject({
    command: z
      .union([z.array(z.string()).min(1), z.string().min(1)])
      .describe('The program and its arguments, one entry each. A string with `shell: true` is a shell command.'),
    shell: z
      .boolean()
      .default(false)
      .describe('Run `command`, a string, with /bin/sh; values arrive as parameters, never as code.'),
    env: z.record(z.string(), z.string()).default({}).describe('Environment variables to set.'),
    pass_env: names.default([]).describe('Further variables of the environment that the program may see.'),
    secrets: names.default([]).describe('Secret variables that the program may see; their values are taken out of its output.'),
    cwd: z.string().optional().describe("The working directory. @default the pipeline file's folder"),
    stdin: z.string().optional().describe('What the program reads from standard input.'),
    expect: z.array(z.int().min(0).max(255)).min(1).default([0]).describe('Exit codes that are a success.'),
    max_output: z
      .int()
      .min(0)
      .default(1024 * 1024)
      .describe('Bytes kept of each output stream: half of its start, half of its end.'),
  })
  .refine(({ command, shell }) => shell === (typeof command === 'string'), {
    path: ['command'],
    error: 'expected a list ["program", "argument", …], or a string together with `shell: true`',
  })

type CommandOptions = z.output<typeof commandOptions>

/**
 * Its value is `{ stdout, stderr, exit_code }`. Where `{output_path}` is used, the program writes to a temporary file that
 * is put at the item's output path once the program has succeeded.
 */
export const commandTool = defineTool({ name: 'command', options: commandOptions, plan: commandPlan, run: runCommand })

/** A program that cannot write any more ends in its own way; so little room explains it. */
const fullDiskBytes = 1024 * 1024

async function runCommand(options: CommandOptions, context: StepContext): Promise<Json> {
  const { command, env, stdin = '' } = options
  const templates = [...(typeof command === 'string' ? [command] : command), ...Object.values(env), stdin]
  // After a batch there is no item to have a path: there it is the output folder.
  if (!uses(templates, 'output_path') || context.output.path === undefined) return runOnce(options, context)
  let value: Json = null
  await context.output.deliver({
    write: async (temporaryPath) => {
      await continueEarlier(context, temporaryPath)
      value = await runOnce(options, context, temporaryPath)
      return undefined
    },
  })
  return value
}

/** A program that changes the output of an earlier step in place works on a copy of it. */
async function continueEarlier({ output }: StepContext, temporaryPath: string): Promise<void> {
  const earlier = output.delivered.find(({ path }) => path === output.path)
  if (earlier !== undefined) await copyFile(earlier.path, temporaryPath, constants.COPYFILE_FICLONE)
}

async function runOnce(options: CommandOptions, context: StepContext, outputPath?: string): Promise<Json> {
  const redact = redactor(secretsFromEnvironment(options.secrets))
  const end = await runProgram(callOf(options, context, outputPath))
  context.note({ exit_code: end.exitCode ?? null, ...(end.signal === undefined ? {} : { signal: end.signal }) })
  if (end.exitCode === undefined || !options.expect.includes(end.exitCode)) {
    if (outputPath !== undefined) await refuseFullDisk(outputPath)
    throw failure(end, { program: programName(options), redact })
  }
  return { stdout: redact(end.stdout), stderr: redact(end.stderr), exit_code: end.exitCode }
}

function callOf(options: CommandOptions, context: StepContext, outputPath: string | undefined) {
  const seen = outputPath === undefined ? context.names : { ...context.names, output_path: outputPath }
  const text = (template: string) => asText(fill(template, seen))
  const own = Object.fromEntries(Object.entries(options.env).map(([name, template]) => [name, text(template)]))
  const [command = '', ...args] = argumentsOf(options.command, seen)
  return {
    command,
    args,
    cwd: options.cwd ?? context.folder,
    env: commandEnvironment(context, { own, named: [...options.pass_env, ...options.secrets] }),
    signal: context.signal,
    captureBytes: options.max_output,
    ...(options.stdin === undefined ? {} : { input: text(options.stdin) }),
  }
}

function argumentsOf(command: CommandOptions['command'], seen: StepContext['names']): readonly string[] {
  if (typeof command !== 'string') return fillArguments(command, seen)
  const pieces = templateParts(command, seen).map((part) => ('text' in part ? part : { value: asText(part.value) }))
  const { script, values } = shellScript(pieces)
  return ['/bin/sh', '-c', script, 'sh', ...values]
}

function programName({ command }: CommandOptions): string {
  return typeof command === 'string' ? 'the shell command' : (command[0] ?? '')
}

interface FailureCase {
  readonly program: string
  readonly redact: (text: string) => string
}

function failure({ exitCode, signal, stderr, stdout }: ProgramEnd, { program, redact }: FailureCase): RetryableError {
  const how = exitCode === undefined ? `was ended by ${signal}` : `ended with exit code ${exitCode}`
  const said = redact(lastLine(stderr) || lastLine(stdout))
  // Ended by a signal it has said nothing: what it did, it may have done.
  return new RetryableError(
    exitCode === undefined ? 'COMMAND_KILLED' : 'COMMAND_FAILED',
    `${program} ${how}${said === '' ? '' : `: ${plainText(said)}`}`,
  )
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim().slice(0, 500) ?? ''
}

async function refuseFullDisk(outputPath: string): Promise<void> {
  const folder = dirname(outputPath)
  if ((await diskFree(folder)) >= fullDiskBytes) return
  throw new BatchError('DISK_FULL', `No space is left for ${outputPath}`, {
    fix: 'Free some space, then `millrace resume` goes on where it stopped.',
  })
}
