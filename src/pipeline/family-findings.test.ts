import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StepDefinition } from './definition.ts'
import { familyFindings } from './family-findings.ts'

const retry = { attempts: 1, backoff: 'exponential', delayMs: 1, maxDelayMs: 1, jitter: true } as const

function step(kind: string, fields: Partial<StepDefinition> = {}): StepDefinition {
  return { name: kind, kind, options: {}, output: 'result', retry, optional: false, reads: [], ...fields }
}

const said = (...steps: readonly StepDefinition[]) =>
  familyFindings(steps, 'steps').map(({ path, message }) => [path.join('.'), message])

test('brackets that close are fine, and so is a split that stays open', () => {
  assert.deepEqual(said(step('split'), step('transform'), step('merge'), step('split')), [])
})

test('a merge that no split stands before is told with its place', () => {
  assert.deepEqual(said(step('transform'), step('merge')), [
    ['steps.1.merge', 'Expected a `split` before this `merge`, got none that is still open.'],
  ])
})

test('a bracket takes no condition, is never optional and has no effects', () => {
  const scope = { name: 'r', config: {}, folder: '/', when: 'true' }
  const found = said(step('split', { when: 'true', optional: true, effects: 'pure', scope }))
  assert.deepEqual(
    found.map(([path]) => path),
    ['steps.0.when', 'steps.0.split', 'steps.0.optional', 'steps.0.effects'],
  )
})

test('after the batch there is nothing to split', () => {
  const [found] = familyFindings([step('split')], 'after')
  assert.deepEqual(found?.path, ['after', 0, 'split'])
})

test('a group belongs to a step that can take many items, and is tried alone before it fails', () => {
  const group = { size: 20 }
  assert.deepEqual(said(step('transform', { group })), [])
  assert.deepEqual(
    said(step('keep', { group }), step('split', { group }), step('transform', { group, optional: true })).map(([path]) => path),
    ['steps.0.group', 'steps.1.group', 'steps.2.optional'],
  )
  assert.deepEqual(
    familyFindings([step('transform', { group })], 'after').map(({ path }) => path),
    [['after', 0, 'group']],
  )
})
