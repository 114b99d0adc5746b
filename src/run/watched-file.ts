/** While a watched folder is gone, for a moment or a day, its files are no failures: their items wait for it. */
import { stat } from 'node:fs/promises'
import { errorCode, RetryableError, SkipItem } from '../base/errors.ts'

const againMs = 2_000

/**
 * Looks at an item's file. What fails because a folder is gone is put off, without a try; a file that has changed is left
 * out, since its next version follows.
 */
export async function whileWatched<Seen>(look: () => Promise<Seen>, roots: readonly string[]): Promise<Seen> {
  try {
    return await look()
  } catch (thrown) {
    if (errorCode(thrown) === 'INPUT_CHANGED') throw new SkipItem('the file changed before it was done: its next version follows')
    const gone = await goneOf(roots)
    if (gone === undefined) throw thrown
    throw new RetryableError('WATCH_GONE', `the watched folder ${gone} is gone`, {
      cause: thrown,
      retryAfterMs: againMs,
      isThrottle: true,
    })
  }
}

async function goneOf(roots: readonly string[]): Promise<string | undefined> {
  for (const root of roots) {
    const isThere = await stat(root).then(
      (stats) => stats.isDirectory(),
      () => false,
    )
    if (!isThere) return root
  }
  return undefined
}
