import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { memoryFlags } from '../../../bin/memory-flags.js'
import { hostFlags } from '../../system/program-hosts.ts'

/** What compiled code has to match to be taken, of a Node with these flags; and the same after `code`. */
function versionTag(flags: readonly string[], code = ''): number {
  const script = `${code}\nconsole.log((await import('node:v8')).cachedDataVersionTag())`
  return Number(spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', script], { encoding: 'utf8' }).stdout)
}

test('the flags that the command and its helpers start with leave compiled code as it is', () => {
  assert.equal(versionTag(memoryFlags), versionTag([]))
  assert.equal(versionTag(hostFlags), versionTag([]))
})

test('the later flag does not: it is set, and would have cost the start', () => {
  const file = JSON.stringify(new URL('./tidy-memory.ts', import.meta.url).href)
  assert.notEqual(versionTag([], `(await import(${file})).tidyMemory()`), versionTag([]))
})
