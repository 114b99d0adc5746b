/** The engine of one batch, put together from its parts. */
import type { Clock } from '../base/clock.ts'
import type { Gates } from '../engine/gates/gates.ts'
import { runGroup } from '../engine/groups/run-group.ts'
import { groupedLanes, WaitingGroups } from '../engine/groups/waiting-groups.ts'
import { Ingest, type IngestedRows } from '../engine/ingest.ts'
import { Journal } from '../engine/journal.ts'
import type { Limits } from '../engine/limits.ts'
import { LocalEngine } from '../engine/local-engine.ts'
import { Parking } from '../engine/parking.ts'
import { runItem } from '../engine/run-item.ts'
import { temporaryKey } from '../engine/step-context.ts'
import type { Tally } from '../engine/tally.ts'
import { tuneFacts } from '../engine/tune.ts'
import type { Walk } from '../engine/walk.ts'
import { WorkPlan } from '../engine/work-plan.ts'
import type { AttemptRecord, AttemptRow } from '../ledger/rows.ts'
import { openWalk } from '../setup/open-walk.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { TemporaryFolders } from '../system/temporary.ts'
import { cores, memory } from '../system/usage.ts'
import { beforeHooks } from './before-hooks.ts'
import { itemKit } from './item-tools.ts'
import type { Monitor } from './monitor.ts'
import { openGates } from './open-gates.ts'
import type { OwnedBatch } from './own-batch.ts'
import { redactorFor } from './redact.ts'
import type { Teller } from './tell.ts'
import { TurnBreak } from './turn-break.ts'

export interface EngineParts {
  readonly prepared: PreparedBatch
  readonly owned: OwnedBatch
  readonly tally: Tally
  readonly tell: Teller
  readonly monitor: Monitor
  readonly clock: Clock
  readonly abort: AbortController
  /** Absent: nothing limits any step. */
  readonly limits?: Limits | undefined
  /** Hears of every attempt that the ledger has taken. */
  readonly onAttempts: (records: readonly AttemptRecord[]) => void
}

export interface BuiltEngine {
  readonly engine: LocalEngine
  /** Keeps the last turn of `batch_size`, which nothing follows. */
  readonly closeTurn: () => Promise<void>
}

export function buildEngine(parts: EngineParts): BuiltEngine {
  const { prepared, owned, tally, tell, monitor, clock, abort, limits, onAttempts } = parts
  const { ledger, row } = owned
  const { batch } = row
  const { steps, pipeline } = prepared
  const { options } = pipeline
  const steadyWall = steadyWallOf(clock)
  const journal = new Journal({
    ...{ ledger, batch, clock, steadyWall },
    onStarted: (walk) => tell.started(walk),
    onWoken: (step, seq) => engine.woken(step, seq),
    onCascade: (cascade) => engine.cascaded(cascade),
    onAttempts: (walk, attempts, last) => onAttempts(records(walk, attempts, last)),
    onLost: (error) => engine.lost(error),
  })
  const temporary = new TemporaryFolders(row.name)
  const kit = itemKit({
    ...{ limits, prepared, ledger, batch, batchName: row.name, journal, clock, stop: abort.signal, temporary },
    redact: redactorFor(options.secrets),
    onParts: (step, count) => engine.arrived(step, count),
  })
  const gates = gatesFor(parts)
  const turns = turnsFor(parts, gates.turnSize)
  const lanes = groupedLanes(steps)
  const plan = new WorkPlan(steps.length, new Map(lanes.map(({ step, group }) => [step, group.size])))
  const engine = new LocalEngine({
    ...{ ledger, batch, options, clock, tally, journal, plan, abort },
    isWary: owned.isWary,
    tunable: tuneFacts(pipeline),
    parking: new Parking({ ledger, batch, plan, tally, steadyWall }),
    ...{ gates, limits },
    ingest: (signal, onRows) => ingestFrom(prepared, owned, { clock, signal, onRows: told(tell, onRows) }),
    openWalk: (ready) => openWalk(ready, prepared, row.name),
    runItem: (walk) => runItem(walk, kit),
    runGroup: (walks, step) => runGroup(walks, step, kit),
    groups: new WaitingGroups(lanes),
    onCleanup: (walk) => temporary.remove(temporaryKey(walk)),
    onSettled: (walk, end, ms) => {
      if (end.kind === 'ended') monitor.completed({ bytes: walk.ready.sizeBytes, ms, reused: walk.isReused })
      tell.settled(walk, end, ms)
    },
    onCascade: (cascade) => tell.cascaded(cascade),
    betweenTurns: async () => turns?.next(),
  })
  return { engine, closeTurn: async () => turns?.over() }
}

function gatesFor({ prepared, tell }: EngineParts): Gates {
  const { limitBytes, availableBytes } = memory()
  const machine = { cores: cores(), memoryBytes: limitBytes, availableBytes }
  const { steps, pipeline } = prepared
  return openGates({ options: pipeline.options, steps, machine, onAdjusted: (adjustment) => tell.adjusted(adjustment) })
}

/** Nothing where items are not taken in turns. */
function turnsFor({ prepared, owned, tally, tell, clock }: EngineParts, size: number | undefined): TurnBreak | undefined {
  if (size === undefined) return undefined
  const { ledger, row } = owned
  return new TurnBreak({ ledger, batch: row.batch, size, clearCache: prepared.pipeline.options.clearCache, tally, tell, clock })
}

/** Entries that have ended at once are told before they are counted. */
function told(tell: Teller, onRows: (rows: IngestedRows) => void): (rows: IngestedRows) => void {
  return (rows) => {
    tell.endedAtOnce(rows)
    onRows(rows)
  }
}

async function ingestFrom(
  prepared: PreparedBatch,
  { ledger, row }: OwnedBatch,
  run: Pick<ConstructorParameters<typeof Ingest>[0], 'clock' | 'signal' | 'onRows'>,
): Promise<void> {
  if (row.sourceDone) return
  const { source, wanted, pipeline, hooks, folder } = prepared
  await new Ingest({
    ledger,
    batch: row.batch,
    source,
    position: row.sourcePosition,
    taken: row.total - row.children,
    options: pipeline.options,
    wanted,
    before: beforeHooks(hooks.hooks, { batchName: row.name, folder }),
    ...run,
  }).run()
}

/** The rows as a query would give them: their rowids go up to `last`. */
function records({ item, ready }: Walk, attempts: readonly AttemptRow[], last: number): readonly AttemptRecord[] {
  const before = last - attempts.length
  return attempts.map((row, index) => ({ ...row, rowid: before + index + 1, seq: ready.seq, itemId: item.id }))
}

/** A wall clock that moves with the monotonic one: due times do not jump when somebody sets the system's clock. */
function steadyWallOf(clock: Clock): () => number {
  const offset = clock.wall() - clock.now()
  return () => clock.now() + offset
}
