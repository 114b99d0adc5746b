/** The hooks of a batch, found and ready: modules loaded, programs there, addresses and secrets taken from the environment. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { UsageError } from '../base/errors.ts'
import { canonical, sha256 } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import type { EventChoice } from '../events/event-choice.ts'
import { builtInProgressHook, type HookDefinition, type HookDefinitions, type HookTarget } from '../pipeline/hook-definition.ts'
import { HookThread } from '../steps/hook-thread.ts'
import { findProgram } from '../system/find-program.ts'
import { eventsOf, moduleEvents } from './hook-events.ts'
import { type AskHook, askHookProgram, longestHookOutputBytes } from './hook-program.ts'
import { HookVoice } from './hook-voice.ts'
import { checkNotify, type WebhookReach, webhookReach } from './webhook-reach.ts'

export interface OpenHook extends EventChoice {
  /** How messages call it: `hook hooks.ts`, `webhook example.com`. */
  readonly name: string
  /** Of its code. */
  readonly version: string
  readonly reach: HookReach
}

export type HookReach = { readonly kind: 'asked'; readonly ask: AskHook } | WebhookReach | { readonly kind: 'progress-lines' }

export interface OpenHooks {
  readonly hooks: readonly OpenHook[]
  /** What they print. */
  readonly voice: HookVoice
  /** Ends their threads. */
  close(): Promise<void>
}

export interface HooksSetting {
  /** The pipeline's: names are relative to it. */
  readonly folder: string
  readonly batchName: string
}

/** Throws UsageError for everything that can be refused before the first item. */
export async function openHooks({ hooks, notify }: HookDefinitions, setting: HooksSetting): Promise<OpenHooks> {
  for (const target of notify) checkNotify(target)
  const opening = new Opening(setting)
  try {
    const open: OpenHook[] = []
    for (const definition of hooks) open.push(await opening.open(definition))
    return { hooks: open, voice: opening.voice, close: () => opening.close() }
  } catch (thrown) {
    await opening.close()
    throw thrown
  }
}

class Opening {
  readonly voice = new HookVoice()
  readonly #setting: HooksSetting
  /** A module that is named twice is one: what its functions share, they share. */
  readonly #threads = new Map<string, { readonly thread: HookThread; readonly module: ReturnType<HookThread['open']> }>()

  constructor(setting: HooksSetting) {
    this.#setting = setting
  }

  open(definition: HookDefinition): OpenHook | Promise<OpenHook> {
    const { target } = definition
    switch (target.kind) {
      case 'module':
        return this.#module(definition, target)
      case 'program':
        return this.#program(definition, target)
      case 'webhook':
        return webhook(definition, target)
      default:
        return progressLines
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads.values()].map(({ thread }) => thread.close()))
  }

  async #module(definition: HookDefinition, { path }: Extract<HookTarget, { kind: 'module' }>): Promise<OpenHook> {
    const name = `hook ${relative(this.#setting.folder, path)}`
    const known = this.#threads.get(path) ?? this.#load(path, name)
    this.#threads.set(path, known)
    const { names, hash } = await known.module
    const { timeoutMs } = definition
    const ask: AskHook = (event, text, signal) => known.thread.call({ event, text, timeoutMs, signal })
    return { name, version: hash, ...moduleEvents(definition, names), reach: { kind: 'asked', ask } }
  }

  #load(path: string, name: string) {
    const onPrinted = (text: string) => this.voice.say(name, text)
    const thread = new HookThread({ path, onPrinted, longestOutputBytes: longestHookOutputBytes, clock: systemClock })
    return { thread, module: thread.open() }
  }

  #program(definition: HookDefinition, target: Extract<HookTarget, { kind: 'program' }>): OpenHook {
    const { program, folder, passEnv } = target
    const [command = ''] = program
    const path = process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'
    const found = findProgram(command, { cwd: folder, path })
    if (found === undefined) throw programMissing(command, definition)
    const name = `hook ${program.join(' ').slice(0, 80)}`
    const setting = { program, folder, passEnv, timeoutMs: definition.timeoutMs, batchName: this.#setting.batchName }
    const ask = askHookProgram(setting, (text) => this.voice.say(name, text))
    // A script beside the pipeline is part of it; an installed program is known by its name.
    const script = command.includes('/') ? sha256(readFileSync(found)) : ''
    return {
      name,
      version: sha256(canonical([program, script])),
      ...eventsOf(definition, 'program'),
      reach: { kind: 'asked', ask },
    }
  }
}

const progressLines: OpenHook = {
  name: builtInProgressHook,
  version: '1',
  questions: new Set(),
  events: new Set(['batch:progress']),
  reach: { kind: 'progress-lines' },
}

function programMissing(command: string, { place, events }: HookDefinition): UsageError {
  const isProgress = events?.length === 1 && events[0] === 'batch:progress'
  const hint = isProgress ? didYouMean(command, [builtInProgressHook]) : ''
  return new UsageError('HOOK_MISSING', `Expected a hook that is there: the program "${command}" was not found.${hint}`, {
    place,
  })
}

function webhook(definition: HookDefinition, target: Extract<HookTarget, { kind: 'webhook' }>): OpenHook {
  const reach = webhookReach(target, definition)
  return { name: `webhook ${new URL(reach.url).host}`, version: '', ...eventsOf(definition, 'webhook'), reach }
}
