/** The thread of a ledger that is going to be opened. It takes as long to start as everything else to load, so it may start first. */
import { Worker } from 'node:worker_threads'
import { sharedCompiled } from '../base/compile-cache.ts'
import { entryFile } from '../base/own-files.ts'
import { ThreadLedger } from './thread-ledger.ts'

let ready: ThreadLedger | undefined

/** Starts a thread for whoever takes one next. It does not keep the process alive. */
export function readyThread(): void {
  ready ??= start()
}

/** The one that was made ready, or a new one. Who takes it discards it when it opens nothing with it. */
export function takeThread(): ThreadLedger {
  const taken = ready ?? start()
  ready = undefined
  return taken
}

function start(): ThreadLedger {
  return new ThreadLedger(new Worker(entryFile('ledger/thread'), { env: { ...process.env, ...sharedCompiled() } }))
}
