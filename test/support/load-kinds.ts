/** A few kinds of steps, sources and sinks, for tests of everything that reads pipeline files. */
import * as z from 'zod'
import type { LoadKinds } from '../../src/pipeline/build-pipeline.ts'

const texts = z.union([z.string(), z.array(z.string())])

export const testKinds: LoadKinds = {
  steps: new Map<string, z.ZodType>([
    [
      'tool:filesystem',
      z.discriminatedUnion('action', [
        z.strictObject({ action: z.literal('read') }),
        z.strictObject({ action: z.literal('write'), path: z.string().optional(), content: z.json().optional() }),
      ]),
    ],
    ['tool:command', z.strictObject({ command: texts, shell: z.boolean().optional() })],
    [
      'tool:image',
      z.strictObject({
        action: z.enum(['convert', 'resize']),
        level: z.int().min(0).max(9).optional(),
        output: z.string().optional(),
      }),
    ],
    ['split', z.strictObject({ split: z.json() })],
    ['merge', z.strictObject({ merge: z.json() })],
    ['transform', z.strictObject({ transform: z.string(), cpu: z.boolean().optional() })],
  ]),
  sources: new Map<string, z.ZodType>([
    ['files', z.strictObject({ path: texts.optional(), pattern: texts.optional(), exclude: texts.optional() })],
    ['json', z.strictObject({ path: z.string(), items: z.string().optional() })],
    ['stdin', z.strictObject({ format: z.enum(['lines', 'jsonl']).optional() })],
    ['inline', z.strictObject({ items: z.array(z.json()) })],
  ]),
  sinks: new Map<string, z.ZodType>([
    ['files', z.strictObject({})],
    ['json', z.strictObject({ pretty: z.boolean().optional() })],
    ['csv', z.strictObject({})],
    ['stdout', z.strictObject({})],
  ]),
}
