/** Where messages go, and what of that is taken from the environment. */
import { UsageError } from '../base/errors.ts'
import type { HookDefinition, NotifyDefinition, WebhookTarget } from '../pipeline/hook-definition.ts'
import { fromEnvironment } from './from-environment.ts'

export interface WebhookReach {
  readonly kind: 'webhook'
  readonly url: string
  readonly secret?: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
}

/** A webhook with what it takes from the environment. */
export function webhookReach(
  { url, secret, headers }: WebhookTarget,
  { place, timeoutMs }: Pick<HookDefinition, 'place' | 'timeoutMs'>,
): WebhookReach {
  const filled = Object.entries(headers).map(([name, value]) => [name, fromEnvironment(value, place)] as const)
  return {
    kind: 'webhook',
    url: checkedAddress(fromEnvironment(url, place), place),
    headers: Object.fromEntries(filled),
    timeoutMs,
    ...(secret === undefined ? {} : { secret: fromEnvironment(secret, place) }),
  }
}

/** Who is told of the end has to be known before the start. */
export function checkNotify(target: NotifyDefinition): void {
  if (target.kind === 'slack') checkedAddress(fromEnvironment(target.url, target.place), target.place)
  if (target.kind === 'webhook') webhookReach(target, { place: target.place, timeoutMs: 0 })
}

/** Told without what it is: it may be a secret. */
function checkedAddress(url: string, place: HookDefinition['place']): string {
  const address = URL.parse(url)
  if (address !== null && /^https?:$/.test(address.protocol) && address.username === '' && address.password === '') return url
  throw new UsageError(
    'WEBHOOK_ADDRESS',
    'Expected an address that starts with http:// or https://, without a user name in it.',
    {
      place,
      fix: 'A user name and password go into `headers`: { Authorization: env:NAME }.',
    },
  )
}
