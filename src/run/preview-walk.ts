/** What a walk of one item would do: kept results are followed as far as they hold. */
import type { Json } from '../base/json.ts'
import { fingerprintOf } from '../engine/fingerprint-parts.ts'
import type { PlannedStep, PlannedWork } from '../engine/planned-step.ts'
import { findKept, isUntouched, keptFiles } from '../engine/reuse.ts'
import type { Walk } from '../engine/walk.ts'
import type { LedgerReader } from '../ledger/reader.ts'
import { pathFor } from '../setup/open-walk.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { hashFile } from '../system/file-hash.ts'
import { isLight, runLight } from './preview-light.ts'
import { redactorFor } from './redact.ts'

/** What would happen to one item, and why. */
export interface PreviewItem {
  readonly id: string
  readonly action: 'run' | 'reuse' | 'skip' | 'fail'
  readonly reason: string
  readonly steps: readonly PreviewStep[]
  /** Where its output would go, as far as that is known before the work. */
  readonly output?: string
}

/** A step of an item; one that keeps no value runs every time, in items that are reused too. */
export interface PreviewStep {
  readonly name: string
  readonly action: 'run' | 'reuse' | 'skip'
}

export interface PreviewCase {
  readonly walk: Walk
  readonly prepared: PreparedBatch
  readonly ledger: LedgerReader | undefined
}

/** Behind the first step whose value is not known without its work, nothing is known. */
export async function previewWalk(preview: PreviewCase): Promise<PreviewItem> {
  const { walk, prepared } = preview
  const steps: PreviewStep[] = []
  let firstWork: string | undefined
  for (const planned of prepared.steps) {
    const { definition, condition, work } = planned
    const { name } = definition
    if (firstWork === undefined && condition !== undefined && !condition.holds(walk.names)) {
      if (work === undefined) return { id: walk.item.id, action: 'skip', reason: `${name}: not (${definition.when})`, steps }
      walk.names[definition.output] ??= null
      steps.push({ name, action: 'skip' })
    } else if (work !== undefined) {
      const known = firstWork === undefined ? await knownValue(planned, work, preview) : undefined
      if (known === undefined) firstWork ??= name
      else walk.names[definition.output] = known.value
      steps.push({ name, action: known?.isKept === true ? 'reuse' : 'run' })
    }
  }
  return { id: walk.item.id, ...verdict(steps, firstWork), steps, ...outputOf(preview) }
}

/** As a run counts it: reused is an item whose kept results have answered all that is kept. */
function verdict(steps: readonly PreviewStep[], firstWork: string | undefined): Pick<PreviewItem, 'action' | 'reason'> {
  const first = firstWork ?? (steps.some(({ action }) => action === 'reuse') ? undefined : steps[0]?.name)
  if (first !== undefined) return { action: 'run', reason: `from step ${first} on` }
  return { action: 'reuse', reason: 'every kept result still holds' }
}

function outputOf({ walk, prepared }: PreviewCase): { readonly output?: string } {
  const path = prepared.pipeline.output.type === 'files' ? pathFor(walk, prepared, {}) : undefined
  return path === undefined ? {} : { output: path }
}

interface KnownValue {
  readonly value: Json
  readonly isKept: boolean
}

/** What was kept, or what a light step gives; where nothing is kept of the item, its work is certain. */
async function knownValue(planned: PlannedStep, work: PlannedWork, preview: PreviewCase): Promise<KnownValue | undefined> {
  const { walk, prepared } = preview
  if (walk.ready.results.length === 0) return undefined
  const kept = await keptValue(planned, work, preview)
  if (kept !== undefined) return { value: kept.value, isKept: true }
  if (!isLight(work)) return undefined
  const redact = redactorFor(prepared.pipeline.options.secrets)
  return { value: redact(await runLight(work, { walk, prepared, planned })), isKept: false }
}

async function keptValue(
  planned: PlannedStep,
  work: PlannedWork,
  { walk, prepared, ledger }: PreviewCase,
): Promise<{ readonly value: Json } | undefined> {
  const { places, pipeline } = prepared
  const { layout, naming = null } = pipeline.output
  const setting = {
    fileHash: (file: string) => hashFile(file),
    folder: pipeline.folder,
    output: { root: places.root, layout, naming },
  }
  const { fp } = await fingerprintOf(planned, work, { walk, setting })
  const kept = findKept(walk.ready.results, { step: planned.definition.name, fp, freshFor: undefined })
  if (kept === undefined || kept.state !== 'done') return undefined
  for (const file of keptFiles(kept)) if (!(await isUntouched(file))) return undefined
  const text = kept.value ?? (kept.blob === undefined ? 'null' : (ledger?.read({ get: 'blob', sha256: kept.blob }) ?? 'null'))
  return { value: JSON.parse(text) as Json } // the ledger keeps JSON text
}
