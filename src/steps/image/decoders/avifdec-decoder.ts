import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { editedCopy } from '../avif/header-edits.ts'
import type { Decoded, DecodeJob, Decoder } from './decoder.ts'
import { decodeWith, programVersion } from './program.ts'

/** libavif's own program. Its versions differ in whether they turn and crop, so it gets a copy with nothing to turn. */
export const avifdecDecoder: Decoder = {
  name: 'avifdec',
  version: () => programVersion('avifdec', '--version', /Version: (\S+)/),
  decode: async (job): Promise<Decoded> => {
    const folder = await job.folder()
    const output = join(folder, `avifdec-${job.frame}.png`)
    await decodeWith('avifdec', [...flags(job), '--', await plainInput(job, folder), output], job.signal)
    return { input: output, isOriented: false, isRaw: false }
  },
}

function flags({ frame, maxPixels }: DecodeJob): string[] {
  const limit = String(Math.min(maxPixels, 268_435_456))
  return ['--no-strict', '--jobs', '1', '--png-compress', '1', '--size-limit', limit, '--index', String(frame)]
}

/** The file, or a copy of it that shows the picture as stored. */
export async function plainInput({ path, picture, frame }: DecodeJob, folder: string): Promise<string> {
  if (picture.plainEdits.length === 0) return path
  const copy = join(folder, `plain-${frame}.avif`)
  await writeFile(copy, await editedCopy(path, picture.plainEdits))
  return copy
}
