/** What can be asked of `tool: filesystem`, one shape per action. */
import * as z from 'zod'

const defaultReadBytes = 64 * 1024 * 1024

const own = z.string().min(1).optional().describe("@default the item's own file")
const below = z.string().min(1).describe('Relative paths start at the output folder.')
const outside = z
  .boolean()
  .default(false)
  .describe(
    'Let the path lead to any place of the machine. Without it: to the output folder, and for reading also the folders of the pipeline file and of the item.',
  )

export const filesystemOptions = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('read'),
    path: own,
    max_bytes: z.int().min(0).default(defaultReadBytes).describe('A larger file fails its item.'),
    allow_outside: outside,
  }),
  z.strictObject({
    action: z.literal('write'),
    path: below.optional().describe("@default the item's own output path"),
    content: z.json().optional().describe("Text as it is, anything else as JSON. @default the latest step's value"),
  }),
  z.strictObject({
    action: z.literal('copy'),
    path: own,
    to: below.optional().describe("@default the item's own output path"),
    allow_outside: outside,
  }),
  z.strictObject({
    action: z.literal('move'),
    path: own,
    to: below.optional().describe("@default the item's own output path"),
    allow_outside: outside,
  }),
  z.strictObject({ action: z.literal('remove'), path: below, allow_outside: outside }),
  z.strictObject({ action: z.literal('mkdir'), path: below }),
  z.strictObject({ action: z.literal('stat'), path: own, allow_outside: outside }),
])

export type FilesystemOptions = z.output<typeof filesystemOptions>

/** The options of one action. */
export type OptionsOf<Action extends FilesystemOptions['action']> = Extract<FilesystemOptions, { action: Action }>
