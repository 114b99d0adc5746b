import { errorCode } from '../base/errors.ts'

/**
 * Whether a temporary folder of an output root is still written to: by another batch, of a process that lives. What this
 * batch itself left behind in an earlier session, and what a power cut left of one that nobody remembers, is not.
 */
export function isLiveElsewhere(key: string, batch: string): boolean {
  if (key.startsWith(batch)) return false
  const pid = Number(/-p(\d+)-/.exec(key)?.[1] ?? 0)
  return pid > 0 && isRunning(pid)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return errorCode(thrown) === 'EPERM'
  }
}
