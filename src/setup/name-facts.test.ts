import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlannedStep } from '../engine/planned-step.ts'
import type { OutputDefinition } from '../pipeline/definition.ts'
import { nameFacts } from './name-facts.ts'

function planned(plan: object): PlannedStep {
  // Only what is looked at.
  return { work: { plan } } as unknown as PlannedStep
}

const output: OutputDefinition = { type: 'files', path: '/o', layout: ['tree'], dateFrom: 'input', overwrite: 'own', options: {} }

test('keys that a step takes as written are not checked, unless it fills them itself', () => {
  const steps = [planned({ literal: ['script', 'command'], fillsItself: ['command'] }), planned({})]
  const { literal } = nameFacts({ steps, output })
  assert.deepEqual([literal(0), literal(1), literal(9)], [['script'], [], []])
})

test('the output path is known where the layout needs nothing but the date of the input', () => {
  const known = (changes: Partial<OutputDefinition>) =>
    nameFacts({ steps: [], output: { ...output, ...changes } }).outputPathKnown
  assert.equal(known({}), true)
  assert.equal(known({ layout: ['by_date'] }), true)
  assert.equal(known({ layout: ['by_date'], dateFrom: 'exif' }), false)
  assert.equal(known({ layout: ['by_dimensions'] }), false)
})

test('fields of the data are named only where they are known', () => {
  assert.equal('dataFields' in nameFacts({ steps: [], output }), false)
  assert.deepEqual(nameFacts({ steps: [], output, dataFields: ['a'] }).dataFields, ['a'])
})
