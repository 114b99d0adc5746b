import type { Command } from 'commander'
import { plural } from '../../../base/format.ts'
import { safe } from '../../terminal/text.ts'
import type { Face } from '../face.ts'
import { type ConfigFlags, configOf } from '../flags/config.ts'
import { collect } from '../flags/values.ts'
import { ResultStream } from '../result-stream.ts'

interface ValidateFlags extends ConfigFlags {
  readonly json?: boolean
}

export function defineValidate(command: Command, face: Face): void {
  command
    .argument('<PIPELINE>', 'a file, or the name of a pipeline or recipe')
    .option('--config <JSON|@FILE>', 'values for {config.…}')
    .option('--set <KEY=VALUE>', 'one value for {config.…}; may be given several times', collect)
    .option('--json', 'print JSON')
    .action(async (pipeline: string, flags: ValidateFlags) => {
      const { checkPipeline } = await import('../../../index.ts')
      const config = configOf(flags, face.folder)
      const checked = await checkPipeline({ pipeline, folder: face.folder, ...(config === undefined ? {} : { config }) })
      const stream = new ResultStream(face.stdout)
      if (flags.json === true) {
        await stream.json(checked)
        return
      }
      for (const warning of checked.warnings) face.stderr.write(`warning: ${safe(warning, 400)}\n`)
      for (const note of checked.notes) face.stderr.write(`note: ${safe(note, 400)}\n`)
      await stream.line(
        `${safe(checked.name)} is valid: ${plural(checked.steps.length, 'step')} (${safe(checked.steps.join(' → '), 400)})`,
      )
    })
}
