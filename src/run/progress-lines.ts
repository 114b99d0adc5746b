/** `hooks-batch-progress`: progress as a line for a person, when it has changed. */
import type { BatchEvents } from '../events/names.ts'

/** Between two lines; the last one is never held back. */
const pauseMs = 2_000

export type Progress = Pick<BatchEvents['batch:progress'], 'batch_id' | 'completed' | 'total'>

export class ProgressLines {
  #shown = -1
  #shownAt = Number.NEGATIVE_INFINITY

  /** `Batch batch_…: 12/40`, or nothing where there is nothing new to say. */
  line({ batch_id, completed, total }: Progress, nowMs: number): string | undefined {
    const isNew = completed !== this.#shown && total > 0
    const isDue = nowMs - this.#shownAt >= pauseMs || completed === total
    if (!isNew || !isDue) return undefined
    this.#shown = completed
    this.#shownAt = nowMs
    return `Batch ${batch_id}: ${completed}/${total}`
  }
}
