/** What a pipeline file may say about hooks, progress hooks and notifications. */
import * as z from 'zod'
import { duration, texts } from './schema-values.ts'

const env = 'expected "env:" and the name of a variable of the environment, such as "env:HOOK_SECRET"'
const fromEnv = z.string({ error: env }).regex(/^env:[A-Za-z_]\w*$/, { error: env })
const address = 'expected an address that starts with http:// or https://, or "env:NAME" for one from the environment'
const url = z.string({ error: address }).regex(/^(?:https?:\/\/[^\s]+|env:[A-Za-z_]\w*)$/i, { error: address })
const path = z.string().min(1)

/** For what is no object: inside an object the nearest kind of hook says what is wrong. */
const unlessObject =
  (words: string) =>
  ({ input }: { readonly input: unknown }) =>
    typeof input === 'object' && input !== null ? undefined : words

const shared = {
  events: texts
    .optional()
    .describe(
      'What it hears: names such as `batch:end`, or patterns such as `batch:item:*`. Default: what is about the batch as a whole.',
    ),
  timeout: duration.optional().describe('How long one call may take. Default 30s.'),
} as const

const headers = z.record(z.string().regex(/^[\w-]+$/, { error: 'expected the name of a header' }), z.string())
const signed = {
  secret: fromEnv.optional().describe('Signs every message, in the header `X-Millrace-Signature`: `env:NAME`.'),
  headers: headers.optional().describe('Further headers. A value may be `env:NAME`.'),
} as const

export const moduleHook = z.strictObject({
  module: path.describe('A module; its functions are called what they hear: `before`, `after`, `batch:end` …'),
  ...shared,
})

export const programHook = z.strictObject({
  program: z
    .array(z.string(), { error: 'expected a list ["program", "argument", …]' })
    .min(1, { error: 'expected a list ["program", "argument", …] with at least the program' })
    .describe('A program and its arguments. It reads `{event, data}` as JSON from standard input.'),
  pass_env: z
    .array(z.string().regex(/^[A-Za-z_]\w*$/, 'expected the name of an environment variable'))
    .optional()
    .describe('Further variables of the environment that it may see.'),
  ...shared,
})

export const webhookHook = z.strictObject({
  webhook: url.describe('An address that gets `{id, event, sent_at, data}` as JSON by POST.'),
  ...signed,
  ...shared,
})

const hookWords = 'expected the path of a module, or an object with one of "module", "program", "webhook"'
const answers = z.union([path, moduleHook, programHook], {
  error: unlessObject('expected the path of a module, or an object with "module" or "program"'),
})
const hook = z.union([path, moduleHook, programHook, webhookHook], { error: unlessObject(hookWords) })

export const hookParts = z.strictObject({
  before: z
    .union([answers, z.array(answers)])
    .optional()
    .describe('Asked about each item before it is written down: go on, skip it, or change it.'),
  after: z
    .union([answers, z.array(answers)])
    .optional()
    .describe("Asked about each item's output behind the last step."),
  on: z
    .union([hook, z.array(hook)])
    .optional()
    .describe('Told what happens.'),
  timeout: shared.timeout,
})

const notifyWords = '"desktop", the address of a webhook, or an object with "slack" or "webhook"'
const notified = z.union(
  [
    z.literal('desktop'),
    url,
    z.strictObject({ slack: url.describe('An incoming webhook of Slack.') }),
    z.strictObject({ webhook: url.describe('Gets the event `batch:end`.'), ...signed }),
  ],
  { error: unlessObject(`expected ${notifyWords}`) },
)

export const hooksShape = {
  hooks: z
    .union([path, moduleHook, programHook, webhookHook, hookParts, z.array(hook)], {
      error: unlessObject(`${hookWords}, or a list of these`),
    })
    .optional()
    .describe('Whom the batch asks and tells: a module (`./hooks.ts`), programs, webhooks. See docs/hooks.md.'),
  progress_hook: z
    .union([path, z.array(z.string()).min(1), moduleHook, programHook, webhookHook, z.literal(false)], {
      error: unlessObject(`${hookWords}, or "hooks-batch-progress"`),
    })
    .optional()
    .describe('Told the progress: `hooks-batch-progress` (prints lines), a module, or a program.'),
  notify_on_complete: z
    .union([z.boolean(), notified, z.array(notified)], { error: unlessObject(`expected true, or ${notifyWords}`) })
    .optional()
    .describe('Who hears the end of the batch. true: a desktop notification, else a line; or a Slack or any other webhook.'),
} as const

const hooksSchema = z.strictObject(hooksShape)

export type HookKeys = z.infer<typeof hooksSchema>
export type HookEntry = z.infer<typeof hook>
export type HookParts = z.infer<typeof hookParts>
export type NotifyEntry = z.infer<typeof notified>
