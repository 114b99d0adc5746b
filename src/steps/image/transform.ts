/** Crops, turns and mirrors of an AVIF header, for decoders that leave them to others. Their order in the file matters. */
import sharp, { type Sharp } from 'sharp'
import type { Decoded } from './decoders/decoder.ts'
import type { Picture, Transformation } from './picture.ts'

/** What sharp reads, with the header's transformations done. One after the other: sharp has its own order within one call. */
export async function oriented(decoded: Decoded, { transformations }: Picture): Promise<string | Buffer> {
  if (decoded.isOriented) return decoded.input
  let input = decoded.input
  for (const step of transformations) input = await turned(input, step)
  return input
}

async function turned(input: string | Buffer, step: Transformation): Promise<Buffer> {
  const image = sharp(input, { limitInputPixels: false }).keepMetadata()
  const { depth } = await image.metadata()
  const deep = depth === 'ushort' ? image.toColourspace('rgb16') : image
  return applied(deep, step).png({ compressionLevel: 0 }).toBuffer()
}

function applied(image: Sharp, step: Transformation): Sharp {
  switch (step.kind) {
    case 'crop':
      return image.extract({ left: step.left, top: step.top, width: step.width, height: step.height })
    case 'rotate':
      return image.rotate(step.turns * 90)
    case 'mirror':
      return step.axis === 'vertical' ? image.flip() : image.flop()
  }
}
