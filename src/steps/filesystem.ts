/** `tool: filesystem`: reads, and writes below the output folder, atomically. */
import type { JsonObject } from '../base/json.ts'
import { defineTool } from './define.ts'
import { runFilesystem } from './filesystem-actions.ts'
import { filesystemOptions } from './filesystem-options.ts'
import type { StepPlan } from './step.ts'

/**
 * Its value: the text for `read`; `{ path, size_bytes, sha256 }` for `write`, `copy` and `move`; `{ path, removed }`,
 * `{ path, made }` and `{ path, type, size_bytes, modified }` for `remove`, `mkdir` and `stat`.
 */
export const filesystemTool = defineTool({
  name: 'filesystem',
  options: filesystemOptions,
  plan: filesystemPlan,
  run: runFilesystem,
})

function filesystemPlan(options: JsonObject): Partial<StepPlan> {
  const isOwnFile = options['path'] === undefined
  const base = { boundBy: 'io', isPerItem: true, readsAll: false, delivers: options['to'] === undefined } as const
  switch (options['action']) {
    case 'read':
    case 'stat':
      // Cheap to repeat, and a text of megabytes would weigh down the ledger.
      return { ...base, effects: 'pure', isDurable: false, readsFile: isOwnFile, delivers: false }
    case 'write':
      return { ...base, effects: 'idempotent', delivers: isOwnFile, readsAll: options['content'] === undefined }
    case 'copy':
      return { ...base, effects: 'idempotent', readsFile: isOwnFile }
    case 'move':
      // Once the original is gone, a repetition has nothing to move.
      return { ...base, effects: 'once', readsFile: isOwnFile, consumesFile: isOwnFile }
    default:
      // Not kept: what they did may have been undone since.
      return { ...base, effects: 'idempotent', isDurable: false, delivers: false }
  }
}
