import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isMillraceError } from '../../src/base/errors.ts'
import { publish, temporaryFor } from '../../src/system/delivery.ts'
import { resolveBelow } from '../../src/system/safe-path.ts'
import { shortOrFull } from '../support/faults.ts'
import { testFolder } from '../support/step-context.ts'

const races = shortOrFull(200, 1_000)

/** Makes `inner` a folder and a link to the canary in turn, as fast as it can. */
const swap = 'cd "$1"; while :; do rm -rf inner; mkdir inner; rm -rf inner; ln -s "$2" inner; done'

test(`a folder that becomes a link between check and rename receives nothing outside (${races} times)`, {
  skip: process.platform !== 'linux',
}, async (t) => {
  const base = await testFolder(t)
  const [root, canary] = [join(base, 'root'), join(base, 'canary')]
  for (const folder of [root, canary]) mkdirSync(folder)
  const { written, refused } = await whileSwapping(root, canary)
  t.diagnostic(`${written} written, ${refused} refused`)
  assert.deepEqual(readdirSync(canary), [])
})

/** The swapper is over before the folder is removed under it. */
async function whileSwapping(root: string, canary: string): Promise<{ readonly written: number; readonly refused: number }> {
  const swapper = spawn('/bin/sh', ['-c', swap, 'sh', root, canary], { stdio: 'ignore' })
  try {
    return await raceAgainst(root)
  } finally {
    const over = once(swapper, 'exit')
    swapper.kill('SIGKILL')
    await over
  }
}

async function raceAgainst(root: string): Promise<{ readonly written: number; readonly refused: number }> {
  let written = 0
  for (let race = 0; race < races; race++) {
    const temporary = await temporaryFor(root, `race-${race}`, 'file')
    writeFileSync(temporary, 'secret')
    written += (await deliver(root, temporary, `inner/${race}`)) ? 1 : 0
  }
  return { written, refused: races - written }
}

/** False when it was refused, or when the folder was gone at that moment. */
async function deliver(root: string, temporary: string, path: string): Promise<boolean> {
  try {
    await publish(temporary, await resolveBelow(root, path), { mayReplace: true })
    return true
  } catch (thrown) {
    const isSystemError = thrown instanceof Error && 'syscall' in thrown
    assert.ok(isMillraceError(thrown) || isSystemError, String(thrown))
    return false
  }
}
