/**
 * Takes a batch through this process. Duties: 1. show its progress; 2. pass Ctrl-C on; 3. tell how it ended;
 * 4. print its result; 5. answer with the exit code.
 */
import type { Batch, BatchResult, EventBus } from '../../index.ts'
import { openInspection, resultsOf, summaryOf, systemClock } from '../../inspect.ts'
import { tellStarted } from './detach.ts'
import { signalExitCode } from './exit-code.ts'
import type { Face } from './face.ts'
import type { ProgressFlags } from './flags/progress.ts'
import { Interrupts } from './interrupts.ts'
import { printResult } from './print-result.ts'
import { tidyMemory } from './tidy-memory.ts'
import { type ChosenView, chooseView } from './view.ts'

export interface Drive {
  readonly face: Face
  readonly flags: ProgressFlags
  readonly readsStdin: boolean
  readonly start: (listen: (events: EventBus) => void) => Promise<Batch>
}

export async function drive({ face, flags, readsStdin, start }: Drive): Promise<number> {
  const said: { notice: (text: string) => void } = { notice: () => {} }
  const interrupts = new Interrupts({
    clock: systemClock,
    notice: (text) => said.notice(text),
    endNow: (signal) => process.exit(signalExitCode(signal)),
  })
  const chosen = await chooseView({ flags, face, readsStdin, interrupt: () => interrupts.press('SIGINT') })
  said.notice = (text) => chosen.view.notice(text)
  try {
    const batch = await start((events) => chosen.view.listen(events))
    interrupts.started(batch)
    tellStarted(batch.id)
    tidyMemory()
    const result = await watched(batch, chosen)
    await tell(result, { face, flags, chosen })
    return exitCode(result, interrupts)
  } finally {
    chosen.view.stop()
    interrupts.stop()
  }
}

async function watched(batch: Batch, { view }: ChosenView): Promise<BatchResult> {
  view.start(batch)
  try {
    return await batch.done
  } finally {
    view.stop()
  }
}

function exitCode(result: BatchResult, { signal }: Interrupts): number {
  return result.state === 'interrupted' && signal !== undefined ? signalExitCode(signal) : result.exit_code
}

interface Telling {
  readonly face: Face
  readonly flags: ProgressFlags
  readonly chosen: ChosenView
}

async function tell(result: BatchResult, { face, flags, chosen }: Telling): Promise<void> {
  const batch = await openInspection({ folder: face.folder, ledger: flags.ledger, batch: result.batch_id })
  try {
    if (chosen.wantsSummary) await summarize(result, face, await summaryOf(batch, summarySetting(result, face)))
    else sayWhy(result, face)
    if (flags.json === true) await printResult(face.stdout, { result, outputs: resultsOf(batch) })
  } finally {
    await batch.close()
  }
}

function summarySetting({ reports }: BatchResult, { stderr }: Face) {
  return {
    // A command that wraps can still be copied, one that is cut cannot.
    width: Math.max(120, stderr.columns ?? 400),
    ...(reports.html === undefined ? {} : { reportPath: reports.html }),
    ...(reports.logs === undefined ? {} : { logsPath: reports.logs }),
  }
}

async function summarize(result: BatchResult, face: Face, lines: readonly string[]): Promise<void> {
  face.stderr.write(`${lines.join('\n')}\n`)
  if (result.fix !== undefined) face.stderr.write(`  fix: ${result.fix}\n`)
}

/** Who asked for no progress, or for quiet, still hears why a batch stopped, and how to go on. */
function sayWhy(result: BatchResult, { stderr }: Face): void {
  if (result.state === 'completed') return
  const why = result.reason === undefined ? '' : `: ${result.reason}`
  const fix = result.fix === undefined ? '' : `\n  fix: ${result.fix}`
  stderr.write(`${result.state}${why}${fix}\nGo on with \`millrace resume ${result.batch_id}\`.\n`)
}
