import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startsBatch } from './starts-batch.ts'

test('run, resume and retry start a batch', () => {
  for (const words of ['run p.yaml a.txt', 'resume', 'retry batch_1 --only a']) assert.ok(startsBatch(words.split(' ')), words)
})

test('what only tells something starts none', () => {
  for (const words of ['', 'status', 'run --help', 'run p.yaml --dry-run', 'help run', 'run p.yaml --detach'])
    assert.ok(!startsBatch(words.split(' ')), words)
})
