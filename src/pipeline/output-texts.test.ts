import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkOutputTexts } from './output-texts.ts'
import { placesWithoutText } from './places.ts'

const output = { type: 'files', path: '/o', layout: ['tree'], dateFrom: 'input', overwrite: 'own', options: {} } as const

test('a filter that does not exist is refused in the name and in the layout', () => {
  const places = placesWithoutText('p.yaml')
  checkOutputTexts({ ...output, naming: '{stem | slug}.{ext}' }, places)
  assert.throws(() => checkOutputTexts({ ...output, naming: '{stem | slugg}' }, places), {
    code: 'FILTER_UNKNOWN',
    place: { file: 'p.yaml' },
  })
  assert.throws(() => checkOutputTexts({ ...output, layout: ['tree', '{stem | slugg}/'] }, places), { code: 'FILTER_UNKNOWN' })
})
