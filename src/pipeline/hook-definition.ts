/** Whom a batch asks and tells: functions of a module, programs, webhooks; as the pipeline keeps them. */
import type { Place } from '../base/errors.ts'

/** The two questions about an item. Everything else that a hook hears is an event, told after the fact. */
export const hookQuestions = ['batch:item:before', 'batch:item:after'] as const

export type HookQuestion = (typeof hookQuestions)[number]

export interface HookDefinition {
  readonly target: HookTarget
  /** Names of questions and events, or patterns such as `batch:item:*`. Absent: as its target says. */
  readonly events?: readonly string[]
  /** How long one call may take. */
  readonly timeoutMs: number
  /** Where it was written. */
  readonly place: Place
}

export type HookTarget =
  /** The functions that a module exports. Absolute path. */
  | { readonly kind: 'module'; readonly path: string }
  /** A program and its arguments: JSON on standard input, JSON on standard output. It starts in `folder`. */
  | {
      readonly kind: 'program'
      readonly program: readonly string[]
      readonly folder: string
      /** Names of further variables of the environment that it may see. */
      readonly passEnv: readonly string[]
    }
  | WebhookTarget
  /** `hooks-batch-progress`: a line for a person. */
  | { readonly kind: 'progress-lines' }

/** Values may be `env:NAME`: taken from the environment when the batch starts, never kept. */
export interface WebhookTarget {
  readonly kind: 'webhook'
  readonly url: string
  /** Signs every message. Always `env:NAME`. */
  readonly secret?: string
  readonly headers: Readonly<Record<string, string>>
}

/** Who hears how a batch ended. `desktop`: a notification, or a line where there is no desktop. */
export type NotifyDefinition =
  | { readonly kind: 'desktop' }
  | { readonly kind: 'slack'; readonly url: string; readonly place: Place }
  | (WebhookTarget & { readonly place: Place })

/** Everything of a pipeline that listens. */
export interface HookDefinitions {
  /** In the order of the file: of several that answer, each sees what the one before has made. */
  readonly hooks: readonly HookDefinition[]
  readonly notify: readonly NotifyDefinition[]
}

export const noHooks: HookDefinitions = { hooks: [], notify: [] }

/** The name of the built-in progress hook. */
export const builtInProgressHook = 'hooks-batch-progress'

export const defaultHookTimeoutMs = 30_000
