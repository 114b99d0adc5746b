/** What the option parser refused, in the words of every other error. */
import type { CommanderError } from 'commander'
import type { ErrorText } from '../terminal/errors.ts'

/** Help and version end like an error, but are none. */
export function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed' || code === 'commander.help' || code === 'commander.version'
}

/** `error: unknown option '--x'\n(Did you mean --y?)` becomes a sentence with a fix. */
export function usageProblem({ message }: CommanderError, command: string): ErrorText {
  const [first = '', hint = ''] = message.replace(/^error: /, '').split('\n')
  const meant = /\(Did you mean (?:one of )?(.+)\?\)/.exec(hint)?.[1]
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1).replaceAll("'", '"').replace(/\.$/, '')}.`
  const suggestion =
    meant === undefined ? '' : ` Did you mean ${meant.replaceAll(/[-\w]+/g, (name) => (name === 'or' ? name : `"${name}"`))}?`
  return { message: `${sentence}${suggestion}`, fix: `See \`millrace ${command === '' ? '' : `${command} `}--help\`.` }
}
