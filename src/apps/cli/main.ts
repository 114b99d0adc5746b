/** The `millrace` command. What it loads is kept compiled between runs, which more than halves the time to start. */
import { keepCompiled, readyLedger } from '../../start.ts'
import { startsBatch } from './starts-batch.ts'

keepCompiled()
if (startsBatch(process.argv.slice(2))) readyLedger()
const { runProcess } = await import('./run-process.ts')
await runProcess()
