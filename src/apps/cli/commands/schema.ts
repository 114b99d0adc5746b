import type { Command } from 'commander'
import type { Face } from '../face.ts'
import { ResultStream } from '../result-stream.ts'

export function defineSchema(command: Command, face: Face): void {
  command.option('--json', 'print JSON (it always is)').action(async () => {
    const { pipelineJsonSchema } = await import('../../../index.ts')
    await new ResultStream(face.stdout).json(pipelineJsonSchema())
  })
}
