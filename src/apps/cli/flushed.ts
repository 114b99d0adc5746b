import type { Face } from './face.ts'

/** A reader of progress who has stopped reading does not keep a finished batch from ending. */
const stderrPatienceMs = 2_000

/** Resolves when the result is written, however slow its reader, and progress as far as somebody reads it. */
export async function flushed({ stdout, stderr }: Pick<Face, 'stdout' | 'stderr'>): Promise<void> {
  await drained(stdout)
  if (stderr.writableLength === 0) return
  const { systemClock } = await import('../../inspect.ts')
  const patience = new AbortController()
  await Promise.race([drained(stderr), systemClock.sleep(stderrPatienceMs, patience.signal)])
  patience.abort()
}

function drained(
  stream: NodeJS.WritableStream & { readonly writableLength: number; readonly destroyed?: boolean },
): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed === true) return resolve()
    stream.once('close', resolve)
    stream.write('', () => resolve())
  })
}
