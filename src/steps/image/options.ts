import * as z from 'zod'

/** Keys of `tool: image`. `null` and the empty string mean "not given", so that a config value can be left open. */
const optional = <Inner extends z.ZodType>(inner: Inner) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), inner.optional())

export const imageOptions = z.strictObject({
  action: z.enum(['inspect', 'convert', 'resize', 'metadata']).describe('What to do with the picture.'),
  format: optional(z.enum(['png', 'jpeg', 'webp', 'avif'])).describe(
    'Format to write. Default: png; for resize the input’s own, else png.',
  ),
  decoder: z
    .enum(['auto', 'sharp', 'avifdec', 'ffmpeg'])
    .default('auto')
    .describe('Program that decodes. auto tries them in this order.'),
  compression: z
    .enum(['auto', 'fast', 'small'])
    .default('auto')
    .describe('PNG: auto is small and quick, fast costs size, small costs time.'),
  compression_level: optional(z.coerce.number().int().min(0).max(9)).describe(
    'PNG: zlib level 0 to 9 without filters, in place of compression.',
  ),
  quality: optional(z.coerce.number().int().min(1).max(100)).describe('JPEG, WebP, AVIF: 1 to 100. Default: 80.'),
  depth: z
    .preprocess((value) => (value === '8' ? 8 : value), z.union([z.literal('keep'), z.literal(8)]))
    .default('keep')
    .describe('keep: 10 and 12 bits become a PNG of 16. 8: cut to 8.'),
  metadata: z
    .enum(['keep', 'strip'])
    .default('keep')
    .describe('keep: colour profile, EXIF and XMP. strip: none of them, colours become sRGB.'),
  frames: z
    .enum(['first', 'all'])
    .default('first')
    .describe('Of a sequence: the first frame, or all of them as one animated PNG.'),
  max_pixels: z.coerce.number().int().min(1).default(268_402_689).describe('Refused before decoding: pictures of more pixels.'),
  width: optional(z.coerce.number().int().min(1).max(65_535)).describe('resize: width of the result.'),
  height: optional(z.coerce.number().int().min(1).max(65_535)).describe('resize: height of the result.'),
  fit: z
    .enum(['cover', 'contain', 'fill', 'inside', 'outside'])
    .default('inside')
    .describe('resize: how the picture fits width and height.'),
})

export type ImageOptions = z.output<typeof imageOptions>
export type OutputFormat = NonNullable<ImageOptions['format']>
