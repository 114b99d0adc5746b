/** Batches in this process whose steps write down when they run: for properties of reuse, hundreds of them in a second. */
import * as z from 'zod'
import { type BatchInput, type BatchResult, defineTool, type JsonObject, startBatch } from '../../src/index.ts'

export interface Ran {
  readonly result: BatchResult
  /** `item:step` of every step that ran, sorted; what was reused is not in it. */
  readonly steps: readonly string[]
}

export interface CountedStep {
  readonly name: string
  /** What goes into its value, placeholders allowed. */
  readonly with: string
  /** Other steps see its value under its name. */
  readonly salt?: string
}

/** Runs items through steps that join text; every run in one folder shares its ledger. */
export async function runCounted(folder: string, inputs: readonly BatchInput[], steps: readonly CountedStep[]): Promise<Ran> {
  const ran: string[] = []
  const join = defineTool({
    name: 'join',
    options: z.object({ mark: z.string(), with: z.string(), salt: z.string() }),
    plan: { effects: 'pure', readsAll: false },
    run: (options: { readonly mark: string; readonly with: string; readonly salt: string }, { item }) => {
      ran.push(`${item.id}:${options.mark}`)
      return `${options.with}${options.salt}`
    },
  })
  const batch = await startBatch({ pipeline: counted(steps), inputs, folder, parts: { steps: [join] } })
  return { result: await batch.done, steps: ran.sort() }
}

function counted(steps: readonly CountedStep[]): JsonObject {
  return {
    name: 'counted',
    steps: steps.map(({ name, with: text, salt = '' }) => ({ name, tool: 'join', mark: name, with: text, salt, output: name })),
    output: { type: 'report' },
    report: 'none',
  }
}
