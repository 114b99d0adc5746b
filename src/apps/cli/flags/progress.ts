/** Flags about how a batch shows itself, the same for `run`, `resume` and `retry`. */
import { type Command, Option } from 'commander'
import { type ProgressChoice, progressChoices } from '../../terminal/mode.ts'

export interface ProgressFlags {
  readonly progress: ProgressChoice
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly json?: boolean
  readonly detach?: boolean
  readonly wait?: boolean
  readonly ledger?: string
}

export function addProgressFlags(command: Command): Command {
  return command
    .addOption(new Option('--progress <HOW>', 'how progress is shown').choices(progressChoices).default('auto'))
    .option('--verbose', 'a line per item')
    .option('--quiet', 'nothing but errors and the result that is asked for')
    .option('--json', 'print the result as one JSON object')
    .option('--detach', 'run in the background; print the batch id')
    .option('--wait', 'wait for another process that owns the ledger')
    .option('--ledger <FILE>', 'another ledger file')
}
