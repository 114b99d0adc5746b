import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { runProgram } from '../../src/system/program.ts'
import { startUsage } from '../../src/system/usage.ts'
import { shortOrFull } from '../support/faults.ts'

const mebibytes = shortOrFull(256, 5 * 1024)
const env = { PATH: process.env['PATH'] ?? '' }
const flood = `yes "a line of output" | head -c ${mebibytes}M; yes "an error" | head -c 64M >&2; exit 7`

test(`a program that prints ${mebibytes} MiB is never blocked and takes no more memory than a quiet one`, {
  skip: process.platform !== 'linux',
}, async (t) => {
  await runProgram({ command: 'sh', args: ['-c', 'true'], cwd: '/', env })
  const usage = startUsage()
  const before = usage.sample().rssBytes
  const over = new AbortController()
  const watching = (async () => {
    while (!over.signal.aborted) {
      usage.sample()
      await systemClock.sleep(50, over.signal)
    }
  })()
  const end = await runProgram({ command: 'sh', args: ['-c', flood], cwd: '/', env })
  over.abort()
  await watching
  const grownBytes = usage.sample().peakRssBytes - before
  t.diagnostic(`${Math.round(grownBytes / 2 ** 20)} MiB more memory, its own programs included`)
  assert.deepEqual([end.exitCode, end.stdoutBytes, end.stderrBytes], [7, mebibytes * 2 ** 20, 64 * 2 ** 20])
  assert.ok(end.stdout.length < 1.1 * 2 ** 20 && end.stdout.startsWith('a line of output\n'))
  assert.match(end.stdout, /\n… \d+ bytes left out …\n/)
  assert.ok(grownBytes < 60 * 2 ** 20, `${grownBytes} bytes`)
})
