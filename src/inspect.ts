/**
 * The second door: looking at batches from outside, and turning their knobs, through the ledger alone. For faces and
 * programs that did not start the batch. Everything here but `controlBatch`, `decideReview`, `decideOnce` and
 * `collectGarbage` only reads.
 */
export { type Clock, systemClock } from './base/clock.ts'
export { type ControlReply, type ControlRequest, controlBatch } from './inspect/control.ts'
export { type ErrorGroupRecord, errorsOf } from './inspect/errors.ts'
export { type EventFilter, type EventRecord, eventsOf } from './inspect/events.ts'
export { type Explanation, explainItem, type StepExplanation } from './inspect/explain.ts'
export { type InspectedBatch, type InspectionPlace, openInspection } from './inspect/find-batch.ts'
export { type ItemFilter, type ItemRecord, itemsOf, type ResultRecord, resultsOf } from './inspect/items.ts'
export { decideOnce, type OnceDecision, type OnceInReview, onceInReview, oncePrefix } from './inspect/once.ts'
export { reportOf, summaryOf } from './inspect/report.ts'
export { type BatchSummary, listBatches, statusOf } from './inspect/status.ts'
export {
  type Collected,
  collectGarbage,
  type Decided,
  decideReview,
  type GarbageRequest,
  type Verdict,
} from './inspect/upkeep.ts'
export { type Verification, verifyBatch } from './inspect/verify.ts'
export type { Report } from './report/json.ts'
export type { SummarySetting } from './report/summary.ts'
