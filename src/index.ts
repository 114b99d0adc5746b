/** The public door: everything a program may import. What is not named here is private and may change. */
export type { Place } from './base/errors.ts'
export {
  BatchError,
  isMillraceError,
  LedgerError,
  MillraceError,
  OwnedError,
  PermanentError,
  placeText,
  RetryableError,
  UsageError,
} from './base/errors.ts'
export type { Json, JsonObject } from './base/json.ts'
export { processBatch, resumeBatch, retryBatch, startBatch } from './batch.ts'
export type { EventBus, Listener } from './events/bus.ts'
export type {
  BatchCounts,
  BatchEvents,
  EventItem,
  EventName,
  HookAnswer,
  HookItem,
  HookOutput,
  HookQuestions,
} from './events/names.ts'
export type { DeliveredFile, Delivery, DeliveryFacts } from './pipeline/delivery.ts'
export type { Item } from './pipeline/item.ts'
export type { BatchOutput, BatchState, EndState, Failure, ItemState } from './pipeline/outcome.ts'
export type { BatchStatus } from './report/status.ts'
export { type Preview, previewBatch } from './run/preview.ts'
export type { PreviewItem, PreviewStep } from './run/preview-walk.ts'
export { checkPipeline, pipelineJsonSchema } from './setup/check-pipeline.ts'
export { describeRecipe, initRecipe, listRecipes } from './setup/recipes.ts'
export type { Batch, BatchInput, BatchRequest, BatchResult, ContinueRequest, ControlVerb } from './setup/request.ts'
export { version } from './setup/version.ts'
export { defineSink } from './sinks/define-sink.ts'
export type { ItemSink, NoSink, Projection, ProjectionPlace, ProjectionSink, Sink } from './sinks/sink.ts'
export { defineSource } from './sources/define-source.ts'
export type { DependsOn, DependsOnOne } from './sources/given-item.ts'
export type { BrokenEntry, ItemEntry, OpenSource, Source, SourceEntry, SourceSetting } from './sources/source.ts'
export { defineStep, defineTool } from './steps/define.ts'
export type { Announcement, OutputAccess, Spent, Step, StepContext, StepPlan, StepSetting, TemplatePart } from './steps/step.ts'
