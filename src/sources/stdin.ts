/**
 * Standard input, read while it comes in: one item per line, per JSON value (`jsonl`), or per path that ends with NUL
 * (`paths0`, as `find -print0` writes; its id is the path). It is kept in the batch's folder, where a resume reads it again.
 */
import { isUtf8 } from 'node:buffer'
import { stat } from 'node:fs/promises'
import { isAbsolute, normalize, resolve } from 'node:path'
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import { isObject } from '../base/json.ts'
import { defineSource } from './define-source.ts'
import { jsonLineEntry, lineText, longestRowBytes } from './json-line.ts'
import { type Line, lines } from './lines.ts'
import { brokenRow, type RowRules, rowEntry } from './row.ts'
import { rowOptions, rowRules } from './row-options.ts'
import type { SourceEntry, SourceSetting } from './source.ts'
import { openSpool, type Spool } from './spool.ts'
import { cutOff } from './spooled-items.ts'

const options = z.strictObject({
  format: z
    .enum(['lines', 'jsonl', 'paths0'])
    .default('lines')
    .describe('What one item is: a line, a JSON value, a path that ends with NUL.'),
  ...rowOptions,
})

export type StdinOptions = z.infer<typeof options>

export const stdinSource = defineSource<StdinOptions>({
  type: 'stdin',
  options,
  async open(given, setting) {
    const format = formats[given.format]
    const rules = await rowRules(given, setting.folder)
    const spool = await spoolOf(setting, format.separator)
    return {
      envelope: {},
      ...(given.depends_on === undefined ? {} : { hasOrder: true }),
      read: (skip, signal) => entries({ spool, format, rules, folder: setting.folder }, skip, signal),
      close: () => spool.close(),
    }
  },
})

interface Format {
  readonly separator: number
  /** Nothing for a blank piece. `read` is called only for those that are not skipped. */
  piece(line: Line, rules: RowRules): (() => SourceEntry) | undefined
}

const formats: Readonly<Record<StdinOptions['format'], Format>> = {
  lines: { separator: 0x0a, piece: textPiece((line, text, rules) => rowEntry({ ...line, value: text }, rules)) },
  jsonl: { separator: 0x0a, piece: textPiece(jsonLineEntry) },
  paths0: { separator: 0, piece: (line, rules) => (line.sizeBytes === 0 ? undefined : () => pathEntry(line, rules)) },
}

function textPiece(read: (line: Line, text: string, rules: RowRules) => SourceEntry): Format['piece'] {
  return (line, rules) => {
    const text = lineText(line)
    if (typeof text === 'object') return () => text
    return text.trim() === '' ? undefined : () => read(line, text, rules)
  }
}

function pathEntry(line: Line, rules: RowRules): SourceEntry {
  const { number, bytes, sizeBytes } = line
  if (bytes === undefined || !isUtf8(bytes)) {
    const message = bytes === undefined ? 'too long for a path' : 'the path is not valid UTF-8; rename the file to use it'
    return brokenRow({ number, code: 'NAME_NOT_UTF8', message, sizeBytes, raw: bytes ?? `${sizeBytes} bytes` })
  }
  const path = bytes.toString()
  const entry = rowEntry({ number, value: { path, ...belowFolder(path) }, sizeBytes }, rules)
  return entry.kind === 'item' && entry.idIsHash ? { ...entry, id: path } : entry
}

/** With the size of its file. One that cannot be read keeps the length of its path: the item's own work says why. */
async function sized(entry: SourceEntry, folder: string): Promise<SourceEntry> {
  const path = entry.kind === 'item' && isObject(entry.data) ? entry.data['path'] : undefined
  if (typeof path !== 'string') return entry
  const found = await stat(resolve(folder, path)).catch(() => undefined)
  return found === undefined ? entry : { ...entry, sizeBytes: found.size }
}

/** The place below the working directory, for outputs that keep the folders of their inputs. Nothing for a path that leads elsewhere. */
function belowFolder(path: string): { readonly relative_path?: string } {
  const relative = normalize(path)
  return isAbsolute(relative) || relative.startsWith('..') ? {} : { relative_path: relative }
}

interface Reading {
  readonly spool: Spool
  readonly format: Format
  readonly rules: RowRules
  /** Relative paths start here. */
  readonly folder: string
}

async function* entries(
  { spool, format, rules, folder }: Reading,
  skip: number,
  signal: AbortSignal,
): AsyncGenerator<SourceEntry> {
  let read = 0
  for await (const line of lines(spool.read(signal), { separator: format.separator, longestBytes: longestRowBytes })) {
    const piece = format.piece(line, rules)
    if (piece === undefined) continue
    read++
    if (read > skip) yield format.separator === 0 ? await sized(piece(), folder) : piece()
  }
  if (!spool.isComplete && read >= skip) yield cutOff('The process that read standard input', read)
}

async function spoolOf({ spoolFolder, standardInput }: SourceSetting, separator: number): Promise<Spool> {
  return openSpool({
    folder: spoolFolder,
    name: 'stdin',
    separator,
    chunks: () => bytesOf(standardInput),
    stop: () => 'destroy' in standardInput && (standardInput as NodeJS.ReadStream).destroy(), // every stream of Node has it
  })
}

function bytesOf(input: NodeJS.ReadableStream): AsyncIterable<Buffer> {
  if (!('isTTY' in input) || input.isTTY !== true) return asBuffers(input)
  throw new UsageError('STDIN_IS_TERMINAL', 'Expected data on standard input, got a terminal.', {
    fix: 'Pipe something into the command: `ls | millrace run …`.',
  })
}

async function* asBuffers(input: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const chunk of input) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
