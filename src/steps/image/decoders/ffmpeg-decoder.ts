import { join } from 'node:path'
import { plainInput } from './avifdec-decoder.ts'
import type { Decoded, DecodeJob, Decoder } from './decoder.ts'
import { decodeWith, programVersion } from './program.ts'

/** The system's ffmpeg. Many builds open only simple files and leave alpha out without a word: the check afterwards finds it. */
export const ffmpegDecoder: Decoder = {
  name: 'ffmpeg',
  version: () => programVersion('ffmpeg', '-version', /ffmpeg version (\S+)/),
  decode: async (job): Promise<Decoded> => {
    const folder = await job.folder()
    const output = join(folder, `ffmpeg-${job.frame}.png`)
    const input = await plainInput(job, folder)
    await decodeWith('ffmpeg', [...inputFlags(job), '-i', `file:${input}`, ...outputFlags(job), `file:${output}`], job.signal)
    return { input: output, isOriented: false, isRaw: false }
  },
}

function inputFlags({ maxPixels }: DecodeJob): string[] {
  return ['-nostdin', '-v', 'error', '-threads', '1', '-noautorotate', '-max_pixels', String(maxPixels)]
}

/** A sequence keeps alpha in a second stream; a still's is not told apart by ffmpeg 5. */
function outputFlags({ picture, frame }: DecodeJob): string[] {
  const select = `select=eq(n\\,${frame})`
  const isMerged = picture.movie?.alpha !== undefined
  const filter = isMerged
    ? ['-filter_complex', `[0:v:0][0:v:1]alphamerge,${select}[out]`, '-map', '[out]']
    : ['-map', '0:v:0', '-vf', select]
  return [...filter, '-frames:v', '1', '-c:v', 'png', '-compression_level', '1', '-f', 'image2', '-update', '1', '-y']
}
