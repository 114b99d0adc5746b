/** A ledger as the first version of Millrace left it: a batch with one item that succeeded and one that waits. */
import { DatabaseSync } from 'node:sqlite'
import { schema1 } from '../../src/ledger/schema-1.ts'

const rows = `
INSERT INTO batch (id, name, pipeline, output_root, step_names, starts_after_ingest, position, source_done, state, epoch, created,
  first_attempt, last_attempt, total, ready, succeeded)
  VALUES (1, 'old', 'p', '/out', '["read"]', 0, 2, 1, 'interrupted', 1, 5, 0, 1, 2, 1, 1);
INSERT INTO batch_text VALUES (1, '{}', '{}', '{}');
INSERT INTO session (batch, epoch, pid, host, boot, started, ended) VALUES (1, 1, 1, 'here', 'b1', 5, 9);
INSERT INTO item (key, batch, id, version, rank, bytes, state, step, attempt, tries, losses, out_bytes, us, last) VALUES
  (4294967297, 1, 'a', 1, 0, 1, 4, 0, 1, 0, 0, 0, 1000, 1),
  (4294967298, 1, 'b', 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, NULL);
INSERT INTO input VALUES (4294967297, '"a"', '{}', NULL, NULL), (4294967298, '"b"', '{}', NULL, NULL);
INSERT INTO attempt (id, item, step, n, outcome, reused, started, wait_us, us) VALUES (1, 4294967297, 0, 1, 0, 0, 6, 0, 1000);
PRAGMA user_version = 1;
`

export function makeVersion1File(file: string): void {
  const db = new DatabaseSync(file)
  db.exec(`PRAGMA journal_mode = WAL; ${schema1} ${rows}`)
  db.close()
}
