/** What the option parser refused, in the words of every other error. */
import type { CommanderError } from 'commander'
import type { ErrorText } from '../terminal/errors.ts'

/** Help and version end like an error, but are none. */
export function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed' || code === 'commander.help' || code === 'commander.version'
}

/** `error: unknown option '--x'\n(Did you mean --y?)` becomes a sentence with a fix. */
export function usageProblem({ message, code }: CommanderError, command: string): ErrorText {
  const [first = '', hint = ''] = message.replace(/^error: /, '').split('\n')
  const page = command === '' || code === 'commander.unknownCommand' ? '' : `${command} `
  return { message: `${sentence(first)}${suggestion(hint)}`, fix: `See \`millrace ${page}--help\`.` }
}

/** A refused value says what was expected, and for which flag; the parser's own words go. */
function sentence(text: string): string {
  const refused =
    /^(?:option '(?:-\w, )?|command-)?(--[\w-]+|argument '\w+).*?' (?:argument|value) '(.*)' is invalid\. (.*)$/.exec(text)
  if (refused !== null)
    return `${refused[1]}: ${refused[3]?.replace(/^Allowed choices are (.*)\.$/, `Expected one of $1, got "${refused[2]}".`)}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replaceAll("'", '"').replace(/\.$/, '')}.`
}

function suggestion(hint: string): string {
  const meant = /\(Did you mean (?:one of )?(.+)\?\)/.exec(hint)?.[1]
  return meant === undefined ? '' : ` Did you mean ${meant.replaceAll(/[-\w]+/g, (name) => `"${name}"`)}?`
}
