/**
 * A group goes through its step like one item: with the same limits, time and tries. This is that item, and the kit that
 * turns what is written of it into what is written of each member.
 */
import { PermanentError } from '../../base/errors.ts'
import { type JsonObject, sha256 } from '../../base/json.ts'
import type { ResultRow } from '../../ledger/rows.ts'
import type { OutputAccess } from '../../steps/step.ts'
import type { Gathered } from '../attempt-rows.ts'
import { resultRow } from '../attempt-rows.ts'
import type { ItemKit } from '../item-kit.ts'
import type { Walk } from '../walk.ts'

export interface Member extends Gathered {
  readonly entry: JsonObject
}

/** @param members at least one, all at the same step */
export function groupWalk(members: readonly Member[], first: Member): Walk {
  const { walk, planned } = first
  const items = members.map(({ entry }) => entry)
  const id = members.length === 1 ? walk.item.id : `${walk.item.id} and ${members.length - 1} more`
  const { config = {}, envelope = {}, batch_id: batchId = '' } = walk.names
  return {
    // Tries are shared: those of the member that has used up most.
    ready: { ...walk.ready, step: planned.index, tries: Math.max(...members.map(triesOf)), results: [] },
    item: { id, data: items, metadata: {} },
    ...{ attempt: walk.attempt, file: undefined, step: planned.index, isMarked: false, result: undefined, outputBytes: 0 },
    names: { items, group_size: items.length, config, envelope, batch_id: batchId },
    unwritten: { attempts: [], results: [], files: [] },
    ...{ delivered: [], hasWorked: false, isReused: false, lapses: [], remarks: [] },
  }
}

/** Differs with every member of the group, as its work does. */
export function groupPrint(members: readonly Member[]): string {
  return sha256(members.map(({ walk, fp }) => `${walk.item.id}\n${fp}`).join('\n'))
}

export function groupKit(members: readonly Member[], kit: ItemKit): ItemKit {
  return {
    ...kit,
    starting: () => {
      for (const { walk } of members) kit.starting(walk)
    },
    // Before a step that must not happen twice: from here on the ledger knows that it may have happened to every member.
    keep: async (_walk, rows) => {
      if (rows.length > 0) await kit.keepTogether(marked(members, rows))
    },
    post: () => undefined,
    output: () => noOutput,
  }
}

/** Says the same of each member as these rows say of the group. */
export function marked(members: readonly Member[], rows: readonly Pick<ResultRow, 'state'>[]): readonly Walk[] {
  for (const member of members) member.walk.unwritten.results.push(...rows.map(({ state }) => resultRow(member, state, null)))
  return members.map(({ walk }) => walk)
}

function triesOf({ walk: { ready }, planned }: Member): number {
  return planned.index <= ready.step ? ready.tries : 0
}

const noOutput: OutputAccess = {
  path: undefined,
  delivered: [],
  deliver: () => Promise.reject(refused()),
  resolve: () => Promise.reject(refused()),
}

function refused(): PermanentError {
  return new PermanentError('GROUP_OUTPUT', 'A grouped step writes no files: they would belong to no item', {
    fix: 'Let it give a value per item, and write the files in the next step.',
  })
}
