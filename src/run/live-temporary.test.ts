import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { isLiveElsewhere } from './live-temporary.ts'

test('what this batch left behind is not live, whoever wrote it', () => {
  assert.equal(isLiveElsewhere(`batch_1-p${process.ppid}-3-1-0-1`, 'batch_1'), false)
})

test('what another batch writes is live while its process is', () => {
  assert.equal(isLiveElsewhere(`batch_2-p${process.pid}-3-1-0-1`, 'batch_1'), true)
  const { pid } = spawnSync(process.execPath, ['--eval', '0'])
  assert.equal(isLiveElsewhere(`batch_2-p${pid}-3-1-0-1`, 'batch_1'), false)
})

test('a folder that names no process belongs to nobody', () => {
  assert.equal(isLiveElsewhere('batch_2-3-1-0-1', 'batch_1'), false)
})
