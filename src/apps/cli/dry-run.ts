/** What would be done, without doing it. */
import { plural } from '../../base/format.ts'
import type { BatchRequest, ContinueRequest, Preview, PreviewItem } from '../../index.ts'
import { safe } from '../terminal/text.ts'
import type { Face } from './face.ts'
import { withBatch } from './flags/place.ts'
import { ResultStream } from './result-stream.ts'

export interface DrySetting {
  readonly face: Face
  readonly isJson: boolean
}

type Sums = Record<PreviewItem['action'], number>

/** A line per item (JSON lines with --json), then the sums on standard error. */
export async function dryRun(request: BatchRequest, { face, isJson }: DrySetting): Promise<number> {
  const { previewBatch } = await import('../../index.ts')
  const preview = await previewBatch(request)
  for (const warning of preview.warnings) face.stderr.write(`warning: ${safe(warning, 400)}\n`)
  const sums: Sums = { run: 0, reuse: 0, skip: 0, fail: 0 }
  const stream = new ResultStream(face.stdout)
  const items = counted(preview, sums)
  await (isJson ? stream.jsonLines(items) : stream.lines(previewLines(items, sums)))
  face.stderr.write(`${sumsText(preview.pipeline, sums)}\n`)
  return 0
}

async function* counted({ items }: Preview, sums: Sums): AsyncGenerator<PreviewItem> {
  for await (const item of items) {
    sums[item.action] += 1
    yield item
  }
}

const shownPerAction = 20

/** The first twenty of each kind: a person sees what happens, not a million lines. */
async function* previewLines(items: AsyncIterable<PreviewItem>, sums: Sums): AsyncGenerator<string> {
  for await (const { id, action, reason, output } of items) {
    if (sums[action] > shownPerAction) continue
    const target = output === undefined ? '' : ` → ${safe(output, 200)}`
    yield `${action.padEnd(5)}  ${safe(id, 160)}${target}${action === 'run' ? '' : `  (${safe(reason, 200)})`}`
    if (sums[action] === shownPerAction) yield `${action.padEnd(5)}  … (all of them with --json)`
  }
}

function sumsText(pipeline: string, { run, reuse, skip, fail }: Sums): string {
  const parts = [`${plural(run, 'item')} would run`, `${reuse} would be reused`, `${skip} skipped`, `${fail} would fail at once`]
  return `dry run of ${safe(pipeline, 80)}: ${parts.join(', ')}. Nothing was done.`
}

/** The items that `retry` would run again. */
export async function dryRetry(request: ContinueRequest, { face, isJson }: DrySetting): Promise<void> {
  const { itemsOf } = await import('../../inspect.ts')
  await withBatch({ folder: request.folder, ledger: request.ledger, batch: request.batch }, async (batch) => {
    const items = itemsOf(batch, { states: ['failed'], ids: request.only, where: request.where })
    const stream = new ResultStream(face.stdout)
    if (isJson) return stream.jsonLines(items)
    for await (const { id, error } of items) await stream.line(`${safe(id, 160)}  ${safe(error ?? '', 300)}`)
  })
}
