/** What a process that ended with an error says to its caller. The table is in docs/commands.md. */
export const exitCodes = {
  ok: 0,
  someFailed: 1,
  usage: 2,
  stopped: 3,
  ledger: 4,
  owned: 5,
  /** A bug in Millrace. */
  bug: 70,
} as const

/** Codes of LedgerError that say "not there", which is a matter of usage. */
const missing: readonly string[] = ['NO_LEDGER', 'NO_BATCH', 'NOT_IN_REVIEW', 'BATCH_EXISTS']

const byName: Readonly<Record<string, number>> = {
  UsageError: exitCodes.usage,
  LedgerError: exitCodes.ledger,
  OwnedError: exitCodes.owned,
  BatchError: exitCodes.stopped,
}

/** By the error's name, not its class: it may come from another installed copy. */
export function exitCodeOf({ name, code }: { readonly name: string; readonly code?: string }): number {
  if (name === 'LedgerError' && code !== undefined && missing.includes(code)) return exitCodes.usage
  return byName[name] ?? exitCodes.someFailed
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const

export type EndSignal = keyof typeof signalNumbers

export const endSignals: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** 130 for Ctrl-C, 143 for SIGTERM, 129 for a terminal that went away. */
export function signalExitCode(signal: EndSignal): number {
  return 128 + signalNumbers[signal]
}
