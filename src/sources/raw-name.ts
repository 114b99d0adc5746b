/**
 * File names as the file system has them. On Linux a name is bytes, not text; a raw name is a string with one
 * character (0–255) per byte, so that it can be joined, sorted and compared without loss.
 */
import { isUtf8 } from 'node:buffer'

const beyondAscii = /[\u0080-\u00ff]/

export function toRaw(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** What the system's calls take. */
export function rawBytes(raw: string): string | Buffer {
  return beyondAscii.test(raw) ? Buffer.from(raw, 'latin1') : raw
}

/** The name as text; bytes that are no UTF-8 become U+FFFD. */
export function rawText(raw: string): string {
  return beyondAscii.test(raw) ? Buffer.from(raw, 'latin1').toString() : raw
}

export function isText(raw: string): boolean {
  return !beyondAscii.test(raw) || isUtf8(Buffer.from(raw, 'latin1'))
}

/** For a name that is no text: every byte beyond ASCII as `\xff`, so that unequal names stay unequal. */
export function printableRaw(raw: string): string {
  return raw.replace(/[\u0000-\u001f\u007f-\u00ff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
