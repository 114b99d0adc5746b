/** The progress view that the flags, the stream and the environment ask for. */
import { systemClock } from '../../inspect.ts'
import { progressMode } from '../terminal/mode.ts'
import { ndjsonView } from '../terminal/ndjson.ts'
import { paintFor } from '../terminal/paint.ts'
import { plainView } from '../terminal/plain.ts'
import { quietView } from '../terminal/quiet.ts'
import type { ProgressView } from '../terminal/view.ts'
import type { Face } from './face.ts'
import type { ProgressFlags } from './flags/progress.ts'

export interface ChosenView {
  readonly view: ProgressView
  /** The summary at the end is for people who watched. */
  readonly wantsSummary: boolean
}

export interface ViewChoice {
  readonly flags: ProgressFlags
  readonly face: Pick<Face, 'stdin' | 'stderr' | 'env'>
  /** Standard input is an input of the batch: no keys are read from it. */
  readonly readsStdin: boolean
  readonly interrupt: () => void
}

export async function chooseView({ flags, face, readsStdin, interrupt }: ViewChoice): Promise<ChosenView> {
  const { stderr: stream, env } = face
  const mode = progressMode({ choice: flags.progress, quiet: flags.quiet === true, stream, env })
  const setting = { stream, clock: systemClock, paint: paintFor(stream, env), verbose: flags.verbose === true }
  switch (mode) {
    case 'live': {
      const { liveView } = await import('../terminal/live.ts')
      const keyboard = readsStdin ? {} : { keyboard: face.stdin }
      return { view: liveView({ ...setting, ...keyboard, interrupt }), wantsSummary: true }
    }
    case 'ndjson':
      return { view: ndjsonView(setting), wantsSummary: false }
    case 'quiet':
      return { view: quietView(setting), wantsSummary: false }
    case 'none':
      return { view: silentView(face), wantsSummary: false }
    default:
      return { view: plainView(mode, setting), wantsSummary: true }
  }
}

/** Says only what a person has caused: that a signal arrived. */
function silentView({ stderr }: Pick<Face, 'stderr'>): ProgressView {
  return { listen: () => {}, start: () => {}, notice: (text) => stderr.write(`${text}\n`), stop: () => {} }
}
