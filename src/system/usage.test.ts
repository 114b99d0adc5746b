import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runProgram } from './program.ts'
import { startUsage } from './usage.ts'

const busyShell = 'i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done'

test('processor time counts from the start of the measurement', () => {
  const usage = startUsage()
  assert.ok(usage.sample().cpuMs < 500)
  const until = performance.now() + 60
  while (performance.now() < until) Math.sqrt(until)
  assert.ok(usage.sample().cpuMs >= 20)
})

test('programs and the processes that start them are part of it', { skip: process.platform !== 'linux' }, async () => {
  const usage = startUsage()
  const own = process.cpuUsage()
  await runProgram({ command: '/bin/sh', args: ['-c', busyShell], cwd: '/', env: {} })
  const { user, system } = process.cpuUsage(own)
  const { cpuMs, rssBytes, coversChildren } = usage.sample()
  assert.ok(coversChildren)
  assert.ok(cpuMs > (user + system) / 1000 + 20, `${cpuMs} ms in all`)
  assert.ok(rssBytes > process.memoryUsage.rss() * 1.1, `${rssBytes} bytes`)
})

test('the peak never falls', () => {
  const usage = startUsage()
  const first = usage.sample()
  const block = Buffer.alloc(64 * 1024 * 1024, 1)
  const second = usage.sample()
  assert.ok(second.peakRssBytes >= first.peakRssBytes && block.length > 0)
  assert.ok(second.peakRssBytes >= second.rssBytes)
  assert.ok(second.readBytes >= 0 && second.writtenBytes >= 0)
})
