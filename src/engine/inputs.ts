/** What an item's own file is: unchanged since it was found, and the hash of its content, kept by its stamp. */
import type { Clock } from '../base/clock.ts'
import { errorCode, PermanentError } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { StampRow } from '../ledger/rows.ts'
import type { FileStamp } from '../pipeline/item.ts'
import { hashFile, sameStamp, stampOf } from '../system/file-hash.ts'

/** A file written this shortly before it was hashed may change again without its times showing it. */
const racyMs = 2_000

export class Inputs {
  readonly #ledger: Ledger
  readonly #clock: Clock

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger
    this.#clock = clock
  }

  /** Throws SOURCE_MISSING or INPUT_CHANGED when the file is not what the source found. */
  async check(file: string, found: FileStamp | undefined): Promise<void> {
    const now = await this.#stamp(file)
    if (found === undefined || sameStamp(found, now)) return
    throw new PermanentError('INPUT_CHANGED', `${file} has changed since it was read into the batch`, {
      fix: '`millrace run` again processes the new version.',
    })
  }

  /** sha256 of the file's content; hashed again only when its stamp has changed. */
  async hash(file: string): Promise<string> {
    const stamp = await this.#stamp(file)
    const kept = await this.#ledger.read({ get: 'stamp', path: file })
    if (kept !== undefined && sameStamp(kept, stamp)) return kept.sha256
    const sha256 = await hashFile(file).catch((thrown) => refuse(thrown, file))
    this.#keep({ ...stamp, sha256 })
    return sha256
  }

  #keep(row: StampRow): void {
    if (this.#clock.wall() - row.mtimeMs < racyMs) return
    // Only a cache: a lost ledger is reported by the commits that matter.
    this.#ledger.commit([{ op: 'keep-stamp', stamp: row }]).catch(() => undefined)
  }

  #stamp(file: string): Promise<FileStamp> {
    return stampOf(file).catch((thrown) => refuse(thrown, file))
  }
}

function refuse(thrown: unknown, file: string): never {
  switch (errorCode(thrown)) {
    case 'ENOENT':
      throw new PermanentError('SOURCE_MISSING', `${file} is not there any more`, { cause: thrown })
    case 'EACCES':
    case 'EPERM':
      throw new PermanentError('SOURCE_UNREADABLE', `${file} may not be read by this user`, {
        cause: thrown,
        fix: 'Check the permissions of the file and its folders.',
      })
    default:
      throw thrown
  }
}
