/** Rows one after the other, out of the pages in which the ledger is read. */
export async function* each<Row>(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const page of pages) yield* page
}
