import { PermanentError } from '../../base/errors.ts'

/**
 * What can be wrong with a picture. The code is stable; the message says what was expected and what was found.
 * All of them are permanent: the same bytes give the same answer tomorrow.
 */
export type ImageCode =
  | 'IMAGE_EMPTY'
  | 'IMAGE_NOT_AVIF'
  | 'IMAGE_UNKNOWN'
  | 'IMAGE_TRUNCATED'
  | 'IMAGE_CORRUPT'
  | 'IMAGE_TOO_LARGE'
  | 'IMAGE_UNSUPPORTED'
  | 'IMAGE_DECODE_FAILED'
  | 'IMAGE_SIZE_WRONG'
  | 'IMAGE_ALPHA_LOST'
  | 'IMAGE_DEPTH_LOST'
  | 'IMAGE_ORIENTATION_LOST'
  | 'IMAGE_PROFILE_LOST'
  | 'IMAGE_EXIF_LOST'
  | 'IMAGE_FRAMES_LOST'
  | 'IMAGE_OUTPUT_DAMAGED'

const fixes: Partial<Record<ImageCode, string>> = {
  IMAGE_EMPTY: 'Copy or download the file again.',
  IMAGE_TRUNCATED: 'Copy or download the file again: its end is missing.',
  IMAGE_CORRUPT: 'Copy or download the file again, or export it anew from its source.',
  IMAGE_TOO_LARGE: 'If you trust the file, raise max_pixels.',
  IMAGE_UNSUPPORTED: 'Install avifdec (Debian: libavif-bin, macOS: brew install libavif) and run again.',
  IMAGE_ALPHA_LOST: 'Use decoder: auto, or install avifdec (Debian: libavif-bin, macOS: brew install libavif).',
}

export function imageError(code: ImageCode, message: string, cause?: unknown): PermanentError {
  const fix = fixes[code]
  return new PermanentError(code, message, { ...(cause !== undefined && { cause }), ...(fix !== undefined && { fix }) })
}
