/** The command line as the parser sees it: all commands by name, and the named one in full. */
import { Command, Option } from 'commander'
import { type CommandEntry, catalogue } from './catalogue.ts'
import type { Face } from './face.ts'

const examples = `
Examples:
  millrace run avif-to-png photos/            convert a folder of AVIF images
  millrace run pipeline.yaml --dry-run        see what would be done
  millrace resume                             go on after an interruption
  millrace errors                             see why items failed`

export async function buildProgram(args: readonly string[], face: Face): Promise<Command> {
  const program = quiet(new Command('millrace'), face)
    .description('Many items through one declared pipeline, in parallel, with nothing lost.')
    .option('-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [COMMAND]', 'help for a command')
    .usage('COMMAND [OPTIONS]')
    .addHelpText('after', examples)
  const named = namedCommand(args)
  for (const entry of catalogue) {
    const command = addCommand(program, entry)
    if (named !== undefined && [entry.name, entry.alias].includes(named)) (await entry.load())(command, face)
  }
  return program
}

/** All commands in full, for completion scripts. */
export async function buildWholeProgram(face: Face): Promise<Command> {
  const program = quiet(new Command('millrace'), face)
  for (const entry of catalogue) (await entry.load())(addCommand(program, entry), face)
  return program
}

export function namedCommand(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'))
  return first === 'help' ? second : first
}

function addCommand(program: Command, { name, alias, summary }: CommandEntry): Command {
  const command = program
    .command(name)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .summary(summary)
    .helpOption('-h, --help', 'print help')
    .addOption(new Option('--debug', 'print stack traces').hideHelp())
  return alias === undefined ? command : command.alias(alias)
}

/** Errors are thrown, not printed: `main.ts` prints them like all others. */
function quiet(command: Command, { stdout, stderr }: Pick<Face, 'stdout' | 'stderr'>): Command {
  return command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => {},
    })
    .showSuggestionAfterError(true)
}
