/** The `millrace` command. What it loads is kept compiled between runs, which more than halves the time to start. */
import { keepCompiled } from '../../base/compile-cache.ts'

keepCompiled()
const { runProcess } = await import('./run-process.ts')
await runProcess()
