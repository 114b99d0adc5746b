import { DatabaseSync } from 'node:sqlite'

/** How long a transaction waits for another process that writes, which only ever inserts one control row. */
const busyTimeoutMs = 10_000

const cacheKib = 32_768
const checkpointPages = 4_096
const journalLimitBytes = 64 * 2 ** 20

export interface ConnectOptions {
  /** `full`: what was acknowledged survives a power cut. `fast`: it survives a kill, and a power cut may redo the last moments. */
  readonly durability: 'full' | 'fast'
}

/** A connection that writes. Memory is bounded by the page cache, whatever the size of the file. */
export function connect(file: string, { durability }: ConnectOptions): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: busyTimeoutMs })
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'};
    PRAGMA cache_size = -${cacheKib};
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA wal_autocheckpoint = ${checkpointPages};
    PRAGMA journal_size_limit = ${journalLimitBytes};
  `)
  return db
}

/** A connection that only looks, and never holds the writer up. */
export function connectReading(file: string): DatabaseSync {
  return new DatabaseSync(file, { timeout: busyTimeoutMs, readOnly: true })
}
