/** What a program sees of Millrace's environment: what programs need to work, and nothing that was not named. */
import type { StepContext } from './step.ts'

const passed = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TERM'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
])

export interface EnvironmentParts {
  /** Set by the step; wins over everything else. */
  readonly own: Readonly<Record<string, string>>
  /** Names of further variables to pass on. */
  readonly named: readonly string[]
}

/** `MILLRACE_BATCH`, `MILLRACE_ITEM`, `MILLRACE_ATTEMPT` and `MILLRACE_KEY` (equal over retries) tell a program what it works on. */
export function commandEnvironment(context: StepContext, { own, named }: EnvironmentParts): Readonly<Record<string, string>> {
  // Reading a variable costs: only those that are passed on are read, as this is done for every program.
  const names = Object.keys(process.env).filter((name) => passed.has(name) || /^(LC_|XDG_)/.test(name) || named.includes(name))
  const inherited = names.map((name) => [name, process.env[name]])
  const facts = {
    MILLRACE_BATCH: String(context.names['batch_id'] ?? ''),
    MILLRACE_ITEM: context.item.id.replaceAll('\0', ''),
    MILLRACE_ATTEMPT: String(context.attempt),
    MILLRACE_KEY: context.idempotencyKey,
  }
  // Values of process.env are strings where they are set at all.
  return { ...(Object.fromEntries(inherited) as Record<string, string>), ...own, ...facts }
}
