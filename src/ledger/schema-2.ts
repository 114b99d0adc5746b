/**
 * Version 2 of the file: order, families and allowances. Never edited, like version 1.
 *
 * Columns are added with a constant default, which SQLite keeps once in the schema: a file of a million items is brought
 * up in the time of one commit. Of an item, what most items lack costs one byte of header each.
 */
const addedToItem = {
  /** Key of the item that this one was split from. */
  parent: 'INTEGER',
  /** Index of the step that made it; -1: it came from the source. */
  born: 'INTEGER NOT NULL DEFAULT -1',
  /** Its place among its siblings, from 0. */
  family_index: 'INTEGER NOT NULL DEFAULT 0',
  /** Items that it waits for, before its first step. */
  open_deps: 'INTEGER NOT NULL DEFAULT 0',
  /** Children that have not ended. */
  open_children: 'INTEGER NOT NULL DEFAULT 0',
  /** 1: an intermediate piece, which no sink gets. */
  inner: 'INTEGER NOT NULL DEFAULT 0',
} as const

const addedToBatch = {
  /** 0: no item waits for another; 1: names are not resolved yet; 2: every name is resolved. */
  deps: 'INTEGER NOT NULL DEFAULT 0',
  /** How many of `total` are children of another item. */
  children: 'INTEGER NOT NULL DEFAULT 0',
} as const

/**
 * `dep`: item `key` waits for item `on_key`. `dep_ask`: what an item asked to wait for, by name, until the source has ended
 * and every name can be looked up. `family`: an item that was split by step `born`; what its children know of it, and their
 * number once all of them are written down. `limit`: what is left of an allowance, and the boot of the machine that it was written in.
 */
const newTables = `
CREATE TABLE dep (on_key INTEGER NOT NULL, key INTEGER NOT NULL, on_failure INTEGER NOT NULL, PRIMARY KEY (on_key, key)) WITHOUT ROWID;
CREATE TABLE dep_ask (
  key INTEGER NOT NULL, name TEXT NOT NULL, on_failure INTEGER NOT NULL, PRIMARY KEY (key, name)
) WITHOUT ROWID;
CREATE TABLE family (
  parent INTEGER NOT NULL, born INTEGER NOT NULL, count INTEGER, names TEXT, blob BLOB, PRIMARY KEY (parent, born)
) WITHOUT ROWID;
CREATE TABLE "limit" (name TEXT PRIMARY KEY, state TEXT NOT NULL, boot TEXT NOT NULL) WITHOUT ROWID;
`

const newIndexes = `
CREATE INDEX dep_of ON dep (key);
CREATE INDEX item_parent ON item (parent, family_index) WHERE parent IS NOT NULL;
CREATE INDEX family_blob ON family (blob) WHERE blob IS NOT NULL;
`

export const schema2 = `${added('item', addedToItem)}${added('batch', addedToBatch)}${newTables}${newIndexes}`

/**
 * For whoever may only look at a file of version 1, whose owner may be an older Millrace that still writes it: names in
 * `temp` come before those in the file, so that every query of today finds what it asks for.
 */
export const schema2OverVersion1 = `
${lookingLike('item', addedToItem)}${lookingLike('batch', addedToBatch)}${newTables.replaceAll('CREATE TABLE', 'CREATE TEMP TABLE')}`

function added(table: string, columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, type]) => `ALTER TABLE ${table} ADD COLUMN ${name} ${type};\n`)
    .join('')
}

function lookingLike(table: string, columns: Readonly<Record<string, string>>): string {
  const defaults = Object.entries(columns).map(([name, type]) => `${type.split(' DEFAULT ')[1] ?? 'NULL'} AS ${name}`)
  return `CREATE TEMP VIEW ${table} AS SELECT *, ${defaults.join(', ')} FROM main.${table};\n`
}
