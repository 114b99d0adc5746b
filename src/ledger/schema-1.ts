/**
 * Version 1 of the file. Never edited: the next change is a file of its own, named in migrate.ts.
 *
 * What shapes it: `item` holds only what changes, so that a settled item rewrites some sixty bytes and not its data, which
 * lies in `input`. The attempts of an item are a chain (`item.last`, then `attempt.prev`) instead of an index, and the
 * order of attempts is also the order of ends: an item has ended at its last attempt. Times are whole microseconds.
 */
export const schema1 = `
CREATE TABLE batch (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, pipeline TEXT NOT NULL, output_root TEXT NOT NULL,
  step_names TEXT NOT NULL, starts_after_ingest INTEGER NOT NULL, position INTEGER NOT NULL, source_done INTEGER NOT NULL,
  state TEXT NOT NULL, reason TEXT, epoch INTEGER NOT NULL, created REAL NOT NULL, ended REAL, collected REAL,
  first_attempt INTEGER NOT NULL, last_attempt INTEGER NOT NULL, total INTEGER NOT NULL,
  blocked INTEGER NOT NULL DEFAULT 0, ready INTEGER NOT NULL DEFAULT 0, running INTEGER NOT NULL DEFAULT 0,
  waiting INTEGER NOT NULL DEFAULT 0, succeeded INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0, cancelled INTEGER NOT NULL DEFAULT 0, review INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE batch_text (
  batch INTEGER PRIMARY KEY, pipeline_json TEXT NOT NULL, options_json TEXT NOT NULL, code_json TEXT NOT NULL
);
CREATE TABLE session (
  id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, epoch INTEGER NOT NULL, pid INTEGER NOT NULL, host TEXT NOT NULL,
  boot TEXT NOT NULL, started REAL NOT NULL, ended REAL, cpu_ms REAL NOT NULL DEFAULT 0,
  peak_rss INTEGER NOT NULL DEFAULT 0, read_bytes INTEGER NOT NULL DEFAULT 0, written_bytes INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX session_batch ON session (batch);

CREATE TABLE item (
  key INTEGER PRIMARY KEY, batch INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, rank REAL NOT NULL,
  bytes INTEGER NOT NULL, state INTEGER NOT NULL, step INTEGER NOT NULL, attempt INTEGER NOT NULL, tries INTEGER NOT NULL,
  losses INTEGER NOT NULL, out_bytes INTEGER NOT NULL, us INTEGER NOT NULL, last INTEGER, due REAL, code TEXT, reason TEXT,
  result_step TEXT, result_fp
);
CREATE UNIQUE INDEX item_id ON item (batch, id, version);
CREATE INDEX item_ready ON item (batch, step, rank) WHERE state = 1 AND due IS NULL;
CREATE INDEX item_parked ON item (batch, due) WHERE due IS NOT NULL;
CREATE INDEX item_running ON item (batch) WHERE state = 2;
CREATE INDEX item_ended ON item (batch, state) WHERE state > 4;
CREATE TABLE input (key INTEGER PRIMARY KEY, data TEXT, metadata TEXT NOT NULL, stamp TEXT, blob BLOB);
CREATE INDEX input_blob ON input (blob) WHERE blob IS NOT NULL;

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY, item INTEGER NOT NULL, prev INTEGER, step INTEGER NOT NULL, n INTEGER NOT NULL,
  outcome INTEGER NOT NULL, reused INTEGER NOT NULL, started REAL NOT NULL, wait_us INTEGER NOT NULL, us INTEGER NOT NULL,
  code TEXT, error TEXT, notes TEXT
);
CREATE TABLE progress (
  batch INTEGER NOT NULL, step INTEGER NOT NULL, succeeded INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0, reused INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0,
  wait_us INTEGER NOT NULL DEFAULT 0, us INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (batch, step)
) WITHOUT ROWID;

CREATE TABLE result (
  item_id TEXT NOT NULL, step TEXT NOT NULL, fp NOT NULL, batch INTEGER NOT NULL, unknown INTEGER NOT NULL, key TEXT,
  value TEXT, blob BLOB, files TEXT, parts TEXT NOT NULL, PRIMARY KEY (item_id, step, fp)
) WITHOUT ROWID;
CREATE INDEX result_blob ON result (blob) WHERE blob IS NOT NULL;
CREATE TABLE claim (
  path_key TEXT PRIMARY KEY, path TEXT NOT NULL, item_id TEXT NOT NULL, step TEXT NOT NULL, batch INTEGER NOT NULL,
  delivered INTEGER NOT NULL, bytes INTEGER NOT NULL, mtime REAL NOT NULL, sha256 NOT NULL, replaced
) WITHOUT ROWID;
CREATE INDEX claim_batch ON claim (batch);
CREATE TABLE stamp (
  path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, mtime REAL NOT NULL, ctime REAL NOT NULL, inode INTEGER NOT NULL, sha256 NOT NULL
) WITHOUT ROWID;

CREATE TABLE event (id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, at REAL NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX event_batch ON event (batch);
CREATE TABLE control (
  id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, verb TEXT NOT NULL, args TEXT NOT NULL, at REAL NOT NULL, applied REAL, answer TEXT
);
CREATE INDEX control_open ON control (batch) WHERE applied IS NULL;
CREATE TABLE projection (
  batch INTEGER NOT NULL, sink TEXT NOT NULL, cursor INTEGER NOT NULL, offset INTEGER NOT NULL, PRIMARY KEY (batch, sink)
) WITHOUT ROWID;
`
