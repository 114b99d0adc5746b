/** What a checked document says about hooks, as the complete definition of who listens. */
import { dirname, isAbsolute } from 'node:path'
import type { Place } from '../base/errors.ts'
import { absolutePath, textsOf } from './definition-values.ts'
import {
  builtInProgressHook,
  defaultHookTimeoutMs,
  type HookDefinition,
  type HookDefinitions,
  type HookTarget,
  type NotifyDefinition,
} from './hook-definition.ts'
import type { Path, Places } from './places.ts'
import type { HookEntry, HookKeys, HookParts, NotifyEntry } from './schema-hooks.ts'

interface Written {
  readonly entry: HookEntry
  readonly path: Path
  /** What it hears where it does not say so itself. */
  readonly events?: readonly string[]
  readonly timeoutMs?: number | undefined
}

/** @param folder where relative paths start that no file gave, as those of flags do; absolute */
export function buildHooks(keys: HookKeys, places: Places, folder: string): HookDefinitions {
  const written = [...hooksIn(keys.hooks), ...progressHook(keys.progress_hook)]
  return {
    hooks: written.map((one) => hookDefinition(one, { place: places.placeOf(one.path), folder })),
    notify: notified(keys.notify_on_complete).map(({ entry, path }) => notifyDefinition(entry, places.placeOf(path))),
  }
}

function hooksIn(hooks: HookKeys['hooks']): readonly Written[] {
  if (hooks === undefined) return []
  if (Array.isArray(hooks)) return hooks.map((entry, index) => ({ entry, path: ['hooks', index] }))
  return isParts(hooks) ? partsIn(hooks) : [{ entry: hooks, path: ['hooks'] }]
}

function isParts(hooks: HookEntry | HookParts): hooks is HookParts {
  return typeof hooks === 'object' && !('module' in hooks || 'program' in hooks || 'webhook' in hooks)
}

function partsIn({ before, after, on, timeout }: HookParts): readonly Written[] {
  const each = (
    key: 'before' | 'after' | 'on',
    entries: HookEntry | readonly HookEntry[] | undefined,
    events?: readonly string[],
  ) =>
    entriesOf(entries).map(({ entry, index }) => ({
      entry,
      path: ['hooks', key, ...(index === undefined ? [] : [index])],
      timeoutMs: timeout,
      ...(events === undefined ? {} : { events }),
    }))
  return [...each('before', before, ['batch:item:before']), ...each('after', after, ['batch:item:after']), ...each('on', on)]
}

function entriesOf(
  entries: HookEntry | readonly HookEntry[] | undefined,
): readonly { readonly entry: HookEntry; readonly index?: number }[] {
  if (entries === undefined) return []
  // An entry is a text or an object: a list is many.
  if (Array.isArray(entries)) return (entries as readonly HookEntry[]).map((entry, index) => ({ entry, index }))
  return [{ entry: entries as HookEntry }] // as above
}

const moduleExtension = /\.[cm]?[jt]s$/

/** A text that names no module is a program. */
function progressHook(hook: HookKeys['progress_hook']): readonly Written[] {
  if (hook === undefined || hook === false) return []
  const isProgram =
    Array.isArray(hook) || (typeof hook === 'string' && hook !== builtInProgressHook && !moduleExtension.test(hook))
  const entry = isProgram ? { program: [...textsOf(hook)] } : (hook as HookEntry) // a list is a program
  return [{ entry, path: ['progress_hook'], events: ['batch:progress'] }]
}

interface Origin {
  readonly place: Place
  readonly folder: string
}

function hookDefinition({ entry, events, timeoutMs, path }: Written, { place, folder }: Origin): HookDefinition {
  const own: Partial<Pick<Extract<HookEntry, object>, 'events' | 'timeout'>> = typeof entry === 'string' ? {} : entry
  const heard = own.events === undefined ? events : textsOf(own.events)
  const isBuiltIn = entry === builtInProgressHook && path[0] === 'progress_hook'
  return {
    target: isBuiltIn ? { kind: 'progress-lines' } : hookTarget(entry, folderOf(place, folder)),
    ...(heard === undefined ? {} : { events: heard }),
    timeoutMs: own.timeout ?? timeoutMs ?? defaultHookTimeoutMs,
    place,
  }
}

/** Relative paths start beside the file that names them. */
function folderOf({ file }: Place, folder: string): string {
  return isAbsolute(file) ? dirname(file) : folder
}

function hookTarget(entry: HookEntry, folder: string): HookTarget {
  if (typeof entry === 'string') return { kind: 'module', path: absolutePath(entry, folder) }
  if ('module' in entry) return { kind: 'module', path: absolutePath(entry.module, folder) }
  if ('program' in entry) return { kind: 'program', program: entry.program, folder, passEnv: entry.pass_env ?? [] }
  return webhookTarget(entry.webhook, entry)
}

interface Signed {
  readonly secret?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

function webhookTarget(url: string, { secret, headers = {} }: Signed) {
  return { kind: 'webhook', url, headers, ...(secret === undefined ? {} : { secret }) } as const
}

function notified(value: HookKeys['notify_on_complete']): readonly { readonly entry: NotifyEntry; readonly path: Path }[] {
  const path = ['notify_on_complete']
  if (value === undefined || value === false) return []
  if (value === true) return [{ entry: 'desktop', path }]
  if (Array.isArray(value)) return value.map((entry, index) => ({ entry, path: [...path, index] }))
  return [{ entry: value, path }]
}

/** Slack is known by its address, or by name where the address comes from the environment. */
function notifyDefinition(entry: NotifyEntry, place: Place): NotifyDefinition {
  if (entry === 'desktop') return { kind: 'desktop' }
  if (typeof entry === 'object' && 'slack' in entry) return { kind: 'slack', url: entry.slack, place }
  const url = typeof entry === 'string' ? entry : entry.webhook
  if (/^https:\/\/hooks\.slack\.com\//i.test(url)) return { kind: 'slack', url, place }
  return { ...webhookTarget(url, typeof entry === 'string' ? {} : entry), place }
}
