/**
 * `millrace.toml` (or `.yaml`) in the working directory: defaults for every batch that starts there. It has plain keys,
 * or a table of an `[[orchestrators]]` list whose module is `loop-batch-processor`.
 */
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { type ParsedText, parseText } from '../pipeline/parse-text.ts'
import { type Places, placesBelow, placesWithoutText } from '../pipeline/places.ts'
import { withMissingCommas } from './config-repair.ts'
import { firstFile, readTextFile } from './find-file.ts'

export interface ConfigFile {
  /** Absolute; absent when there is none. */
  readonly file: string | undefined
  readonly value: JsonObject
  readonly places: Places
  readonly warnings: readonly string[]
}

const names = ['millrace.toml', 'millrace.yaml', 'millrace.yml', 'millrace.json']
const ourModule = 'loop-batch-processor'

/** Throws UsageError for a file that is there and cannot be read. */
export async function readConfigFile(folder: string): Promise<ConfigFile> {
  const file = await firstFile(folder, names)
  if (file === undefined) return { file, value: {}, places: placesWithoutText('config'), warnings: [] }
  const { parsed, warnings } = parseLeniently(await readTextFile(file), file)
  return { file, ...settingsOf(parsed, file), warnings }
}

function parseLeniently(text: string, file: string): { readonly parsed: ParsedText; readonly warnings: readonly string[] } {
  try {
    return { parsed: parseText(text, file), warnings: [] }
  } catch (thrown) {
    const mended = file.endsWith('.toml') ? withMissingCommas(text) : text
    if (mended === text) throw thrown
    const parsed = retry(mended, file, thrown)
    return { parsed, warnings: [`${file}: added the commas that TOML wants between the entries of an inline table.`] }
  }
}

/** What was wrong with the text as it is says more than what is wrong with the mended one. */
function retry(mended: string, file: string, first: unknown): ParsedText {
  try {
    return parseText(mended, file)
  } catch {
    throw first
  }
}

function settingsOf({ value, places }: ParsedText, file: string): { readonly value: JsonObject; readonly places: Places } {
  if (value === null) return { value: {}, places }
  if (!isObject(value))
    throw new UsageError('CONFIG_FILE_INVALID', 'Expected keys and values, got something else.', {
      place: { file, line: 1, column: 1 },
    })
  const whole = value as JsonObject // a part of JSON
  const { orchestrators } = whole
  if (orchestrators === undefined) return { value: whole, places }
  const index = Array.isArray(orchestrators)
    ? orchestrators.findIndex((entry: Json) => isObject(entry) && entry['module'] === ourModule)
    : -1
  const found = valueOfOrchestrator(orchestrators, index)
  if (found !== undefined) return { value: found, places: placesBelow(places, ['orchestrators', index, 'config']) }
  throw new UsageError(
    'CONFIG_FILE_INVALID',
    `Expected an entry with module = "${ourModule}" and a table \`config\` under \`orchestrators\`, got none.`,
    {
      place: places.placeOf(['orchestrators']),
    },
  )
}

function valueOfOrchestrator(orchestrators: Json, index: number): JsonObject | undefined {
  const entry = Array.isArray(orchestrators) ? orchestrators[index] : undefined
  if (!isObject(entry)) return undefined
  const config = entry['config'] ?? {}
  return isObject(config) ? (config as JsonObject) : undefined // a part of JSON
}
