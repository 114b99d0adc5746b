const commands = ['run', 'resume', 'retry']
const onlyTells = ['--help', '-h', '--dry-run', '--detach']

/** Whether a command is going to own a ledger, as far as its first look tells. */
export function startsBatch([command = '', ...rest]: readonly string[]): boolean {
  return commands.includes(command) && !rest.some((word) => onlyTells.includes(word))
}
