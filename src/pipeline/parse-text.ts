/**
 * Text that a person wrote, as JSON values with the place of each. YAML, TOML and JSON become the same thing here.
 * Whatever the text is, it is refused within limits of size and depth, and no key can reach a prototype.
 */
import { UsageError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { parseJson } from './parse-json.ts'
import { parseToml } from './parse-toml.ts'
import { parseYaml } from './parse-yaml.ts'
import { type Places, SourceText } from './places.ts'

export interface ParsedText {
  readonly value: Json
  readonly places: Places
}

export type TextFormat = 'yaml' | 'toml' | 'json'

export const largestTextBytes = 4 * 1024 * 1024

/** Throws UsageError with file, line and column for text that cannot be read. */
export function parseText(text: string, file: string, format: TextFormat = formatOf(file)): ParsedText {
  refuseSize(Buffer.byteLength(text), file)
  const source = new SourceText(file, text.startsWith('\uFEFF') ? text.slice(1) : text)
  switch (format) {
    case 'json':
      return parseJson(source)
    case 'toml':
      return parseToml(source)
    case 'yaml':
      return parseYaml(source)
  }
}

/** By the file's extension; anything but `.toml` and `.json` is YAML. */
export function formatOf(file: string): TextFormat {
  if (/\.toml$/i.test(file)) return 'toml'
  return /\.json$/i.test(file) ? 'json' : 'yaml'
}

/** Throws UsageError for more than 4 MiB; asked before a file is read, and again of its text. */
export function refuseSize(sizeBytes: number, file: string): void {
  if (sizeBytes <= largestTextBytes) return
  throw new UsageError('FILE_TOO_LARGE', `Expected at most 4 MiB, got ${(sizeBytes / 1024 / 1024).toFixed(1)} MiB.`, {
    place: { file, line: 1, column: 1 },
    fix: 'Keep items in a file of their own (json, jsonl or csv) and name it in `input`.',
  })
}
