import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeWith, programVersion, runProgram } from './program.ts'

test('output and exit code come back, output only up to 64 KiB', async () => {
  const { exitCode, text } = await runProgram(process.execPath, [
    '-e',
    'process.stdout.write("x".repeat(200_000)); process.exitCode = 3',
  ])
  assert.equal(exitCode, 3)
  assert.equal(text.length, 65_536)
})

test('a program that is not installed has no version', async () => {
  assert.equal(await programVersion('no-such-program-here', '--version', /(.*)/), undefined)
  assert.equal(await programVersion(process.execPath, '--version', /v(\d+)/), process.versions.node.split('.')[0])
})

test('a failure names what the program said', async () => {
  const script = 'console.error("loading"); console.error("Error: no such tile"); process.exit(1)'
  const running = decodeWith(process.execPath, ['-e', script], new AbortController().signal)
  await assert.rejects(running, { code: 'IMAGE_DECODE_FAILED', message: /exit code 1: Error: no such tile/ })
})

test('the signal ends the program', async () => {
  const controller = new AbortController()
  const running = runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], controller.signal)
  controller.abort()
  await assert.rejects(running, { name: 'AbortError' })
})
