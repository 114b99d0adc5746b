import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** One connection with its prepared statements: each text is compiled once and kept. */
export class Store {
  readonly #db: DatabaseSync
  readonly #prepared = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** How many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes)
  }

  /** The rowid of the new row. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).lastInsertRowid)
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    // The shape of a row is fixed by the SQL text, which stands beside the type at every call.
    return this.#prepare(sql).get(...values) as Row | undefined
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    // As above.
    return this.#prepare(sql).all(...values) as Row[]
  }

  exec(sql: string): void {
    this.#db.exec(sql)
  }

  get isInTransaction(): boolean {
    return this.#db.isTransaction
  }

  close(): void {
    this.#prepared.clear()
    if (this.#db.isOpen) this.#db.close()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.#db.prepare(sql)
    this.#prepared.set(sql, statement)
    return statement
  }
}
