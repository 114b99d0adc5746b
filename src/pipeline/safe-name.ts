/** Makes names from data safe as one part of a path: never `.`, `..`, empty, absolute or too long. */
import { sha256 } from '../base/json.ts'

/** What every file system in use can hold in one part of a path. */
const mostBytes = 255
const longestExtensionBytes = 32

/** One part of a path. A name that had to be changed carries a short hash, so that two never become one. */
export function safeName(name: string): string {
  const clean = name
    .toWellFormed()
    .replace(/[/\\\u0000-\u001f\u007f-\u009f]/g, '_')
    .replace(/^\.{1,2}$/, '_')
  const isSame = clean === name && clean !== ''
  if (isSame && Buffer.byteLength(name) <= mostBytes) return name
  return marked(clean === '' ? '_' : clean, name)
}

/** The text's own letters, digits, dots and underscores, everything else as `-`; unequal texts give unequal slugs. */
export function slug(text: string): string {
  const clean = text.replace(/[^\p{L}\p{N}._]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '')
  if (clean === text && clean !== '') return clean
  const tag = sha256(text).slice(0, 8)
  return clean === '' ? tag : `${clean}-${tag}`
}

/** The parts of a path with `/`; empty ones and `.` are dropped, so that an absolute path becomes a relative one. */
export function splitPath(text: string): readonly string[] {
  return text.split('/').filter((part) => part !== '' && part !== '.')
}

/** Shortens the stem, keeps the extension: `long…~1a2b3c4d.png`. */
function marked(clean: string, original: string): string {
  const dot = clean.lastIndexOf('.')
  const hasExtension = dot > 0 && Buffer.byteLength(clean.slice(dot)) <= longestExtensionBytes
  const [stem, extension] = hasExtension ? [clean.slice(0, dot), clean.slice(dot)] : [clean, '']
  const tail = `~${sha256(original).slice(0, 8)}${extension}`
  return cut(stem, mostBytes - Buffer.byteLength(tail)) + tail
}

/** At most so many bytes of UTF-8, whole characters only. */
function cut(text: string, bytes: number): string {
  const kept: string[] = []
  let used = 0
  for (const character of text) {
    used += Buffer.byteLength(character)
    if (used > bytes) break
    kept.push(character)
  }
  return kept.join('')
}
