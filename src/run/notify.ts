/** Tells somebody that a batch has come to its end: on the desktop, in Slack, or any other webhook. */
import { platform } from 'node:os'
import type { Clock } from '../base/clock.ts'
import { type RetryableError, toError } from '../base/errors.ts'
import { formatCount, formatDuration } from '../base/format.ts'
import type { BatchEvents } from '../events/names.ts'
import type { NotifyDefinition } from '../pipeline/hook-definition.ts'
import { fromEnvironment } from '../setup/from-environment.ts'
import { type WebhookReach, webhookReach } from '../setup/webhook-reach.ts'
import { inheritedEnvironment } from '../steps/inherited-environment.ts'
import { findProgram } from '../system/find-program.ts'
import { runProgram } from '../system/program.ts'
import { Webhook } from '../system/webhook.ts'
import type { Teller } from './tell.ts'

export type BatchEnd = BatchEvents['batch:end']

export interface NotifySetting {
  readonly pipeline: string
  readonly tell: Pick<Teller, 'warn' | 'say'>
  readonly clock: Clock
  readonly env: NodeJS.ProcessEnv
}

const longestWaitMs = 10_000
const desktopMs = 5_000
const source = 'notify_on_complete'

/** Resolves when everybody has been told, or after 10 s. Never rejects: who could not be told is a warning. */
export async function notifyAll(targets: readonly NotifyDefinition[], end: BatchEnd, setting: NotifySetting): Promise<void> {
  // Who has stopped it knows.
  if (end.state === 'interrupted' || end.state === 'cancelled') return
  await Promise.all(
    targets.map(async (target) => {
      try {
        await notify(target, end, setting)
      } catch (thrown) {
        setting.tell.warn('NOTIFY_FAILED', `${source}: ${toError(thrown).message}`)
      }
    }),
  )
}

function notify(target: NotifyDefinition, end: BatchEnd, setting: NotifySetting): Promise<void> {
  switch (target.kind) {
    case 'desktop':
      return onDesktop(end, setting)
    case 'slack':
      return inSlack(target, end, setting)
    default:
      return byWebhook(webhookReach(target, { place: target.place, timeoutMs: longestWaitMs }), setting, (webhook, signal) =>
        webhook.send('batch:end', JSON.stringify(end), signal),
      )
  }
}

function inSlack(
  { url, place }: Extract<NotifyDefinition, { kind: 'slack' }>,
  end: BatchEnd,
  setting: NotifySetting,
): Promise<void> {
  const reach = { kind: 'webhook', url: fromEnvironment(url, place), headers: {}, timeoutMs: longestWaitMs } as const
  const text = `*${titleOf(end, setting)}*\n${endSentence(end)}`
  return byWebhook(reach, setting, (webhook, signal) => webhook.sendBody(JSON.stringify({ text }), signal))
}

type Send = (webhook: Webhook, signal: AbortSignal) => Promise<void>

async function byWebhook(reach: WebhookReach, { clock }: NotifySetting, send: Send): Promise<void> {
  const late = new AbortController()
  const sent = new AbortController()
  clock.sleep(longestWaitMs, sent.signal).then(() => late.abort('late'))
  // The last reason why it did not work is what the signal's end is told with.
  const last: { error?: RetryableError } = {}
  const webhook = new Webhook({
    ...reach,
    secret: reach.secret,
    clock,
    random: Math.random,
    onRetry: (error) => Object.assign(last, { error }),
  })
  try {
    await send(webhook, late.signal)
  } catch (thrown) {
    throw last.error ?? thrown
  } finally {
    sent.abort()
  }
}

/** Where there is no desktop, or it does not take the message, a line says the same. */
async function onDesktop(end: BatchEnd, setting: NotifySetting): Promise<void> {
  const { tell, env } = setting
  const title = titleOf(end, setting)
  const command = desktopCommand(title, endSentence(end), { env })
  const isShown = command !== undefined && (await isRun(command, env))
  if (!isShown) tell.say(source, `${title}: ${endSentence(end)}`)
}

export interface Desktop {
  readonly env: NodeJS.ProcessEnv
  /** @default this one */
  readonly system?: NodeJS.Platform
}

/** The program that shows a message there, with its arguments. */
export function desktopCommand(
  title: string,
  body: string,
  { env, system = platform() }: Desktop,
): readonly string[] | undefined {
  const path = env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'
  const found = (name: string) => findProgram(name, { cwd: '/', path }) !== undefined
  if (system === 'darwin') {
    const script = `display notification ${JSON.stringify(body)} with title ${JSON.stringify(title)}`
    return found('osascript') ? ['osascript', '-e', script] : undefined
  }
  const hasDesktop = ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS'].some((name) => env[name] !== undefined)
  return hasDesktop && found('notify-send') ? ['notify-send', '--app-name=Millrace', title, body] : undefined
}

async function isRun([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const desktop = ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS'].filter((name) => env[name] !== undefined)
  try {
    const { exitCode } = await runProgram({ command, args, cwd: '/', env: inheritedEnvironment(desktop), timeoutMs: desktopMs })
    return exitCode === 0
  } catch {
    // A line says it as well.
    return false
  }
}

function titleOf({ state, batch_id }: BatchEnd, { pipeline }: NotifySetting): string {
  return `${pipeline} ${state === 'completed' ? 'is done' : 'stopped'} (${batch_id})`
}

/** `98 of 100 succeeded, 2 failed, in 4.2 s`. */
export function endSentence({ succeeded, failed, skipped, review, pending, total, ms, reason }: BatchEnd): string {
  const others = [
    [failed, 'failed'],
    [skipped, 'skipped'],
    [review, 'in review'],
    [pending, 'not done'],
  ] as const
  const parts = others.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`)
  const counts = [`${formatCount(succeeded)} of ${formatCount(total)} succeeded`, ...parts].join(', ')
  return `${counts}, in ${formatDuration(ms)}${reason === undefined ? '' : `. ${reason}`}`
}
