import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { ManualClock } from '../base/clock.ts'
import { takeSample } from './sampler.ts'

test('a sample keeps what ran, what ended and what was used, and the session with it', async () => {
  const arranged = engineRun()
    .items(3)
    .step(() => 1)
  const { ledger, batch } = await arranged.run()
  const { engine } = arranged
  assert.ok(engine)
  const usage = () => ({ cpuMs: 12.6, peakRssBytes: 900, rssBytes: 700, readBytes: 5, writtenBytes: 6 })
  const eta = () => ({ seconds: 60.4, lowSeconds: 50, highSeconds: 90 })
  const clock = new ManualClock(50)
  const signal = new AbortController().signal
  await takeSample({ ledger, batch, clock, signal, snapshot: () => engine.snapshot(), usage, eta }, 60)
  const [event] = await ledger.read({ get: 'events', batch, after: 0, limit: 5 })
  const body = JSON.parse(event?.body ?? '{}')
  assert.deepEqual([event?.type, body.at, body.ended, body.running, body.cpu_ms, body.rss_bytes], ['sample', 50, 3, 0, 13, 700])
  assert.deepEqual([body.eta_seconds, body.eta_low_seconds, body.eta_high_seconds], [60, 50, 90])
  const [session] = await ledger.read({ get: 'sessions', batch })
  assert.deepEqual([session?.cpuMs, session?.peakRssBytes, session?.ended], [12.6, 900, 60])
})
