import type { Command } from 'commander'
import type { Face } from '../face.ts'
import { ResultStream } from '../result-stream.ts'

interface DoctorFlags {
  readonly json?: boolean
}

export function defineDoctor(command: Command, face: Face): void {
  command.option('--json', 'print JSON').action(async (flags: DoctorFlags) => {
    const { examine, findingLines } = await import('../doctor.ts')
    const findings = await examine(face.folder)
    const stream = new ResultStream(face.stdout)
    await (flags.json === true ? stream.json(findings) : stream.lines(findingLines(findings)))
  })
}
