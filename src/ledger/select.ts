import type { LedgerQuery, ReplyOf } from './queries.ts'
import { selectAttempts, selectEnded } from './select-attempts.ts'
import { selectBatch, selectBatches, selectSessions } from './select-batches.ts'
import { claimHolder, selectClaim, selectClaims, selectStamp } from './select-claims.ts'
import { selectDependencies } from './select-dependencies.ts'
import { selectChildren, selectFamily, selectFamilyNames } from './select-families.ts'
import { selectInner } from './select-inner.ts'
import { type Reading, selectItems } from './select-items.ts'
import { selectLimit } from './select-limit.ts'
import { selectControls, selectEvents, selectProjection } from './select-notes.ts'
import { selectOutputs } from './select-outputs.ts'
import { selectChanges, selectFailures, selectParked, selectSteps } from './select-progress.ts'
import { selectResults } from './select-results.ts'
import { selectSuccesses } from './select-successes.ts'
import { selectTaken } from './select-taken.ts'

type Answers = { readonly [Query in LedgerQuery as Query['get']]: (reading: Reading, query: Query) => ReplyOf<Query> }

const answers: Answers = {
  batches: ({ store }, { limit }) => selectBatches(store, limit),
  batch: ({ store }, { batch }) => selectBatch(store, batch),
  steps: ({ store }, { batch }) => selectSteps(store, batch),
  items: selectItems,
  ended: ({ store }, query) => selectEnded(store, query),
  outputs: ({ store }, query) => selectOutputs(store, query),
  family: ({ store }, query) => selectFamily(store, query),
  'family-names': selectFamilyNames,
  children: ({ store }, query) => selectChildren(store, query),
  dependencies: ({ store }, query) => selectDependencies(store, query),
  taken: ({ store }, query) => selectTaken(store, query),
  attempts: ({ store }, query) => selectAttempts(store, query),
  results: ({ store }, { itemId }) => selectResults(store, itemId),
  blob: ({ blobs }, { sha256 }) => blobs.get(sha256),
  claim: ({ store }, { pathKey }) => {
    const row = selectClaim(store, pathKey)
    return row && claimHolder(row)
  },
  claims: ({ store }, query) => selectClaims(store, query),
  stamp: ({ store }, { path }) => selectStamp(store, path),
  sessions: ({ store }, { batch }) => selectSessions(store, batch),
  events: ({ store }, query) => selectEvents(store, query),
  controls: ({ store }, query) => selectControls(store, query),
  projection: ({ store }, query) => selectProjection(store, query),
  failures: ({ store }, { batch, limit }) => selectFailures(store, batch, limit),
  parked: ({ store }, { batch }) => selectParked(store, batch),
  limit: ({ store }, { name }) => selectLimit(store, name),
  inner: ({ store }, { batch }) => selectInner(store, batch),
  successes: ({ store }, { batch }) => selectSuccesses(store, batch),
  changes: ({ store }, { batch }) => selectChanges(store, batch),
}

export function select<Query extends LedgerQuery>(reading: Reading, query: Query): ReplyOf<Query> {
  // The table pairs every query with the answer of the same name; the compiler cannot follow a union through an index.
  const answer = answers[query.get] as unknown as (reading: Reading, query: Query) => ReplyOf<Query>
  return answer(reading, query)
}
