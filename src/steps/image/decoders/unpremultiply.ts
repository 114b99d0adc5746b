import sharp from 'sharp'
import type { Picture } from '../picture.ts'

/** Colours as they were before they were multiplied by alpha. PNG knows no other kind. */
export async function unpremultiplied(input: string | Buffer, picture: Picture): Promise<Buffer> {
  const isDeep = picture.bitDepth > 8
  const depth = isDeep ? 'ushort' : 'uchar'
  const image = sharp(input, { limitInputPixels: false, ignoreIcc: true }).toColourspace(isDeep ? 'rgb16' : 'srgb')
  const { data, info } = await image.ensureAlpha().raw({ depth }).toBuffer({ resolveWithObject: true })
  const values = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data
  divide(values, isDeep ? (2 ** picture.bitDepth - 1) * 2 ** (16 - picture.bitDepth) : 255)
  const raw = { width: info.width, height: info.height, channels: 4 as const }
  const pixels = sharp(values, { raw, limitInputPixels: false })
  return (isDeep ? pixels.toColourspace('rgb16') : pixels).png({ compressionLevel: 0 }).toBuffer()
}

/** Red, green, blue, alpha, over and over. */
function divide(values: Uint8Array | Uint16Array, most: number): void {
  for (let index = 0; index + 3 < values.length; index += 4) {
    const alpha = values[index + 3] ?? 0
    if (alpha === 0 || alpha === most) continue
    for (const channel of [index, index + 1, index + 2]) {
      values[channel] = Math.min(most, Math.round(((values[channel] ?? 0) * most) / alpha))
    }
  }
}
