/** Every command in the order of the help, and where it is defined. Only the one that was named is ever loaded. */
import type { Command } from 'commander'
import type { Face } from './face.ts'

/** Adds options, arguments and the action, which resolves with the exit code. */
export type Define = (command: Command, face: Face) => void

export interface CommandEntry {
  readonly name: string
  readonly alias?: string
  readonly summary: string
  readonly load: () => Promise<Define>
}

export const catalogue: readonly CommandEntry[] = [
  {
    name: 'run',
    alias: 'batch',
    summary: 'run a pipeline over its items',
    load: async () => (await import('./commands/run.ts')).defineRun,
  },
  {
    name: 'resume',
    summary: 'go on with a batch that was interrupted or stopped',
    load: async () => (await import('./commands/continue.ts')).defineResume,
  },
  {
    name: 'retry',
    summary: 'run the failed items of a batch again',
    load: async () => (await import('./commands/continue.ts')).defineRetry,
  },
  {
    name: 'cancel',
    summary: 'end a batch and cancel what is pending',
    load: async () => (await import('./commands/control.ts')).defineCancel,
  },
  {
    name: 'pause',
    summary: 'start nothing new in a running batch',
    load: async () => (await import('./commands/control.ts')).definePause,
  },
  {
    name: 'drain',
    summary: 'end a running batch once what runs has finished',
    load: async () => (await import('./commands/control.ts')).defineDrain,
  },
  {
    name: 'tune',
    summary: 'change workers, steps and limits of a running batch',
    load: async () => (await import('./commands/control.ts')).defineTune,
  },
  { name: 'status', summary: 'where a batch stands', load: async () => (await import('./commands/status.ts')).defineStatus },
  { name: 'items', summary: 'the items of a batch', load: async () => (await import('./commands/items.ts')).defineItems },
  { name: 'errors', summary: 'why items failed, grouped', load: async () => (await import('./commands/errors.ts')).defineErrors },
  { name: 'results', summary: 'the results of a batch', load: async () => (await import('./commands/results.ts')).defineResults },
  { name: 'events', summary: 'what happened in a batch', load: async () => (await import('./commands/events.ts')).defineEvents },
  { name: 'report', summary: 'the report of a batch', load: async () => (await import('./commands/report.ts')).defineReport },
  {
    name: 'explain',
    summary: 'why an item ran, or did not',
    load: async () => (await import('./commands/explain.ts')).defineExplain,
  },
  {
    name: 'verify',
    summary: 'hash the outputs of a batch again',
    load: async () => (await import('./commands/verify.ts')).defineVerify,
  },
  {
    name: 'review',
    summary: 'settle items that wait for a decision',
    load: async () => (await import('./commands/review.ts')).defineReview,
  },
  { name: 'gc', summary: 'let old batches go', load: async () => (await import('./commands/gc.ts')).defineGc },
  { name: 'list', summary: 'all batches of this folder', load: async () => (await import('./commands/list.ts')).defineList },
  {
    name: 'validate',
    summary: 'check a pipeline without running it',
    load: async () => (await import('./commands/validate.ts')).defineValidate,
  },
  {
    name: 'schema',
    summary: 'the JSON Schema of pipeline files',
    load: async () => (await import('./commands/schema.ts')).defineSchema,
  },
  {
    name: 'recipes',
    summary: 'the recipes, or one of them',
    load: async () => (await import('./commands/recipes.ts')).defineRecipes,
  },
  {
    name: 'init',
    summary: 'copy a recipe here, to change it',
    load: async () => (await import('./commands/init.ts')).defineInit,
  },
  {
    name: 'doctor',
    summary: 'what this machine has to work with',
    load: async () => (await import('./commands/doctor.ts')).defineDoctor,
  },
  {
    name: 'completion',
    summary: 'a completion script for a shell',
    load: async () => (await import('./commands/completion.ts')).defineCompletion,
  },
]
