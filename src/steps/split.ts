/** `split:` computes the parts of an item. The engine makes items of them. */
import { resolve } from 'node:path'
import { PermanentError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import type { Part } from '../pipeline/part.ts'
import { defineStep } from './define.ts'
import { jsonValue } from './json-value.ts'
import { latestValue } from './latest-value.ts'
import { type LoadedModule, loadModule } from './load-module.ts'
import { elementParts, elementsAt } from './split/elements.ts'
import { givenParts, numberedParts } from './split/named-parts.ts'
import { type SplitRules, splitOptions } from './split/options.ts'
import { lineParts, tokenParts } from './split/texts.ts'
import type { StepContext, StepSetting } from './step.ts'

/** By absolute path. `plan` loads anew, so that a batch runs what its fingerprints were made of. */
const modules = new Map<string, Promise<LoadedModule>>()

/** Its value is the list of parts, each `{ id, data }`. */
export const splitStep = defineStep({
  kind: 'split',
  options: splitOptions,
  plan: planSplit,
  run: async ({ split }, context) => {
    const rules = typeof split === 'string' ? moduleRules(split) : split
    const parts = await partsOf(rules, context)
    if (parts.length > 0 || rules.empty === 'skip') return parts.map(({ id, data }) => ({ id, data }))
    throw new PermanentError('SPLIT_EMPTY', 'Expected at least one part, got none', {
      fix: 'Write `empty: skip` under `split` where an item may have none.',
    })
  },
})

function moduleRules(transform: string): SplitRules {
  return { by: 'transform', transform, overlap: 0, empty: 'fail' }
}

async function planSplit({ split }: JsonObject, { folder }: StepSetting) {
  const plain = { effects: 'pure', readsAll: isObject(split) && split['from'] === undefined, isPerItem: true } as const
  const module = isObject(split) ? split['transform'] : split
  if (typeof module !== 'string') return plain
  const path = resolve(folder, module)
  const loaded = loadModule(path)
  modules.set(path, loaded)
  return { ...plain, readsAll: true, version: (await loaded).hash }
}

async function partsOf(rules: SplitRules, context: StepContext): Promise<readonly Part[]> {
  if (rules.transform !== undefined) return givenParts(await returned(rules.transform, context))
  const from = rules.from ?? latestValue(context, 'from', 'NOTHING_TO_SPLIT')
  const size = { size: rules.size ?? 1, overlap: rules.overlap }
  if (rules.by === 'json') return numberedParts(elementParts(elementsAt(from, rules.path ?? '$'), size))
  const text = textOf(from)
  return numberedParts(rules.by === 'tokens' ? tokenParts(text, size) : lineParts(text, size))
}

async function returned(module: string, context: StepContext): Promise<Json> {
  const path = resolve(context.folder, module)
  const known = modules.get(path) ?? loadModule(path)
  modules.set(path, known)
  const { names, file, folder, attempt, signal, item } = context
  const { run } = await known
  return jsonValue(await run(item, { names, config: names['config'] ?? {}, file, folder, attempt, signal }))
}

function textOf(from: Json): string {
  if (typeof from === 'string') return from
  throw new PermanentError('SPLIT_NOT_TEXT', `Expected text to split, got ${Array.isArray(from) ? 'a list' : typeof from}`, {
    fix: 'Name a text with `from`, or take a list apart with `by: json`.',
  })
}
