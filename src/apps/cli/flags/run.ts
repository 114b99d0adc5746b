/** The flags of `run`, and the request they make. */
import { type Command, Option } from 'commander'
import type { BatchRequest } from '../../../index.ts'
import type { Face } from '../face.ts'
import { type ConfigFlags, configOf, configOrigins } from './config.ts'
import { budget, collect, renamed, tolerance, wholeNumber, workers } from './values.ts'

export interface RunFlags extends ConfigFlags {
  readonly pipeline?: string
  readonly input?: readonly string[]
  readonly output?: string
  readonly manifest?: string
  readonly only?: readonly string[]
  readonly where?: string
  readonly ledger?: string
  readonly wait?: boolean
  readonly dryRun?: boolean
  readonly watch?: boolean
}

/** Flags that are run options of a pipeline file under another spelling. */
const optionNames = {
  workers: 'workers',
  limit: 'limit',
  test: 'test',
  failFast: 'fail_fast',
  mode: 'mode',
  fresh: 'fresh',
  report: 'report',
  overwrite: 'overwrite',
  tolerate: 'tolerate',
  watch: 'watch',
  settle: 'settle',
  budget: 'budget',
  hooks: 'hooks',
} as const

export function addRunFlags(command: Command): Command {
  return command
    .option('--pipeline <NAME|FILE>', 'the pipeline; every argument is then an input')
    .option('--input <GLOB|DIR|FILE|->', 'what to work on; may be given several times', collect)
    .option('--output <DIR>', 'where results go')
    .option('--config <JSON|@FILE>', 'values for {config.…}')
    .option('--set <KEY=VALUE>', 'one value for {config.…}; may be given several times', collect)
    .option('--manifest <FILE>', 'a file with pipeline, items and options together')
    .option('--workers <N|auto>', 'how many items at once', workers)
    .option('--limit <N>', 'only the first so many items', wholeNumber)
    .option('--only <ID>', 'only this item; may be given several times', collect)
    .option('--where <EXPR>', 'only items for which this condition holds')
    .option('--dry-run', 'say what would be done, do nothing')
    .option('--test', 'a marked trial run, in mode strict unless one is named')
    .addOption(new Option('--mode <MODE>', 'what a failure means').choices(['strict', 'flexible', 'best_effort']))
    .option('--fail-fast', 'stop at the first failed item')
    .option('--tolerate <N|N%>', 'how many failures the batch bears before it stops', tolerance)
    .option(
      '--budget <UNIT=AMOUNT>',
      'what the batch may use: usd=5, tokens=2M, bytes=1GB, time=2h; may be given several times',
      budget,
    )
    .option('--fresh', 'do not reuse kept results')
    .addOption(new Option('--overwrite <WHICH>', 'which existing files may be replaced').choices(['own', 'always', 'never']))
    .option('--report <FILE|none>', 'where the report goes')
    .option('--hooks <MODULE>', 'whom the batch asks and tells: functions of a module')
    .option('--yes', 'never ask a question')
    .option('--watch', 'keep looking at the input folders; files that appear or change are worked on')
    .option('--settle <TIME>', 'with --watch: a file is complete when it has not changed for so long, such as 2s')
}

/** `millrace run PIPELINE INPUT…`; with --pipeline or --manifest every argument is an input. */
export function runRequest(args: readonly string[], flags: RunFlags, { folder, stdin, stdout }: Face): BatchRequest {
  const namesPipeline = flags.pipeline === undefined && flags.manifest === undefined
  const pipeline = namesPipeline ? args[0] : flags.pipeline
  const input = [...(flags.input ?? []), ...(namesPipeline ? args.slice(1) : args)]
  const config = configOf(flags, folder)
  const options = renamed({ ...flags }, optionNames)
  return {
    folder,
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(input.length === 0 ? {} : { input }),
    ...(flags.output === undefined ? {} : { output: flags.output }),
    ...(config === undefined ? {} : { config, configOrigins: configOrigins(flags, config) }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(flags.manifest === undefined ? {} : { manifest: flags.manifest }),
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.where === undefined ? {} : { where: flags.where }),
    ...(flags.ledger === undefined ? {} : { ledger: flags.ledger }),
    ...(flags.wait === true ? { wait: true } : {}),
    streams: { input: stdin, output: stdout },
    collectOutputs: false,
  }
}
