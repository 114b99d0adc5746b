/** A batch with one item in each state, interrupted with two left. */
import { machine, type PlayedBatch, samples } from './report-batch.ts'

export const mixedBatch: PlayedBatch = {
  items: [
    {
      id: 'a.avif',
      state: 'succeeded',
      ms: 1_000,
      sizeBytes: 1_000,
      outputBytes: 4_000,
      folder: '2026-01',
      notes: { pixels: 64, decoder: 'sharp' },
    },
    { id: 'b.avif', state: 'succeeded', ms: 3_000, sizeBytes: 1_000, outputBytes: 4_000, retries: 1 },
    { id: 'c.avif', state: 'failed', ms: 50, sizeBytes: 500, code: 'CUT', message: 'ends early', fix: 'Fetch it again.' },
    { id: 'd.avif', state: 'skipped', message: 'small' },
    { id: 'e.avif', state: 'review', code: 'UNKNOWN_EFFECT', message: 'no answer' },
  ],
  left: 2,
  state: 'interrupted',
  ms: 10_000,
  events: [
    machine,
    ...samples(10, (second) => ({ running: 2, workers: 4, ended: second, cpu_ms: second * 800, rss_bytes: 1e8 })),
  ],
}
