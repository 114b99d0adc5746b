import type { Command } from 'commander'
import type { Face } from '../face.ts'
import { ResultStream } from '../result-stream.ts'

interface InitFlags {
  readonly json?: boolean
}

export function defineInit(command: Command, face: Face): void {
  command
    .argument('<RECIPE>', 'the recipe to copy into ./pipelines/')
    .option('--json', 'print JSON')
    .action(async (recipe: string, flags: InitFlags) => {
      const { initRecipe } = await import('../../../index.ts')
      const file = await initRecipe(recipe, face.folder)
      const stream = new ResultStream(face.stdout)
      await (flags.json === true ? stream.json({ file }) : stream.line(file))
    })
}
