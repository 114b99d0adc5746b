/** Asks the hooks about an item before it is written down. What they answer is what the ledger keeps of it. */
import { BatchError, errorCode, toError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { fileOf } from '../engine/item-names.ts'
import { changedItem, readDecision } from '../events/hook-answer.ts'
import type { HookQuestions } from '../events/names.ts'
import type { NewItem } from '../ledger/rows.ts'
import type { HookReach, OpenHook } from '../setup/open-hooks.ts'

export interface BeforeSetting {
  readonly batchName: string
  /** The command's: paths in an item's data start here. */
  readonly folder: string
}

/** Resolves with the item as it is to be written down: changed, skipped, or broken. Rejects for a BatchError, and when the signal aborts. */
export type AskBefore = (item: NewItem, signal: AbortSignal) => Promise<NewItem>

interface Asked {
  readonly name: string
  readonly ask: Extract<HookReach, { kind: 'asked' }>['ask']
}

/** Nothing where no hook is asked. Of several, each sees what the one before it has made of the item. */
export function beforeHooks(hooks: readonly OpenHook[], setting: BeforeSetting): AskBefore | undefined {
  const asked = hooks.flatMap(({ name, questions, reach }): readonly Asked[] =>
    questions.has('batch:item:before') && reach.kind === 'asked' ? [{ name, ask: reach.ask }] : [],
  )
  if (asked.length === 0) return undefined
  return async (item, signal) => {
    let seen = item
    for (const hook of asked) if (isOpen(seen)) seen = await askOne(hook, seen, { ...setting, signal })
    return seen
  }
}

function isOpen({ broken, skipped }: NewItem): boolean {
  return broken === undefined && skipped === undefined
}

interface Asking extends BeforeSetting {
  readonly signal: AbortSignal
}

async function askOne({ name, ask }: Asked, item: NewItem, asking: Asking): Promise<NewItem> {
  const before = { id: item.id, data: JSON.parse(item.data) as Json, metadata: JSON.parse(item.metadata) as JsonObject } // made from these
  try {
    const question = questionOf(before, asking)
    const decision = readDecision(await ask('batch:item:before', JSON.stringify(question), asking.signal))
    if (decision.action === 'skip') return { ...item, skipped: { reason: decision.reason ?? `skipped by ${name}` } }
    return withChanges(item, { before, after: changedItem(decision.data, before), folder: asking.folder })
  } catch (thrown) {
    asking.signal.throwIfAborted()
    if (thrown instanceof BatchError) throw thrown
    return { ...item, broken: { code: errorCode(thrown) ?? 'HOOK_THREW', message: `${name}: ${toError(thrown).message}` } }
  }
}

type Before = ReturnType<typeof changedItem> & { readonly id: string }

function questionOf({ id, data, metadata }: Before, { batchName, folder }: Asking): HookQuestions['batch:item:before'] {
  const path = fileOf(data, folder)
  return { batch_id: batchName, item: { id, ...(path === undefined ? {} : { path }), data, metadata } }
}

interface Change {
  readonly before: Before
  readonly after: ReturnType<typeof changedItem>
  readonly folder: string
}

/** Another file than the one that the source has looked at is not known by what that one was like. */
function withChanges(item: NewItem, { before, after, folder }: Change): NewItem {
  const isSameFile = fileOf(before.data, folder) === fileOf(after.data, folder)
  const data = JSON.stringify(after.data)
  return { ...item, data, metadata: JSON.stringify(after.metadata), stamp: isSameFile ? item.stamp : undefined }
}
