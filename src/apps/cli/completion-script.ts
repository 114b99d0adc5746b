/** Completion scripts, made from the same definitions as the help: they cannot go stale. */
import type { Command } from 'commander'
import type { Face } from './face.ts'
import { buildWholeProgram } from './program.ts'

export type Shell = 'bash' | 'zsh' | 'fish'

interface Completed {
  readonly name: string
  readonly summary: string
  readonly flags: readonly { readonly long: string; readonly description: string; readonly takesValue: boolean }[]
}

export async function completionScript(shell: Shell, face: Face): Promise<string> {
  const program = await buildWholeProgram(face)
  const commands = program.commands.flatMap((command) =>
    [command.name(), ...command.aliases()].map((name) => completed(command, name)),
  )
  return { bash, zsh, fish }[shell](commands)
}

function completed(command: Command, name: string): Completed {
  const visible = command.options.filter((option) => !option.hidden && option.long !== undefined)
  const flags = visible.map(({ long, description, required }) => ({ long: long ?? '', description, takesValue: required }))
  return { name, summary: command.summary(), flags: [...flags, { long: '--help', description: 'print help', takesValue: false }] }
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, flags }) => `    ${name}) words="${flags.map(({ long }) => long).join(' ')}" ;;`)
  return `# bash completion for millrace
_millrace() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o default -F _millrace millrace
`
}

function zsh(commands: readonly Completed[]): string {
  const names = commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`)
  const cases = commands.map(({ name, flags }) => `    ${name}) _arguments ${flags.map(zshFlag).join(' ')} '*:file:_files' ;;`)
  return `#compdef millrace
_millrace() {
  local -a commands
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local name=$words[2]
  shift words
  (( CURRENT-- ))
  case $name in
${cases.join('\n')}
  esac
}
compdef _millrace millrace
`
}

function zshFlag({ long, description, takesValue }: Completed['flags'][number]): string {
  return quote(`${long}[${description.replaceAll(/[[\]:]/g, ' ')}]${takesValue ? ':value:_files' : ''}`)
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, summary, flags }) => [
    `complete -c millrace -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,
    ...flags.map(({ long, description, takesValue }) => {
      const value = takesValue ? ' -r' : ''
      return `complete -c millrace -n '__fish_seen_subcommand_from ${name}' -l ${long.slice(2)}${value} -d ${quote(description)}`
    }),
  ])
  return `# fish completion for millrace\n${lines.join('\n')}\n`
}

/** For all three shells: in single quotes, which a quote inside leaves and enters again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
