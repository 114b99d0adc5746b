import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileSelection } from './selection.ts'

test('a condition over known names picks items', () => {
  const condition = compileSelection('data.n > 1', ['id', 'data'])
  assert.deepEqual([condition.holds({ data: { n: 2 } }), condition.holds({ data: { n: 1 } })], [true, false])
})

test('a name that items do not have is refused before there is an item', () => {
  const fix = 'It may look at id, data.'
  assert.throws(() => compileSelection('item.id == "a"', ['id', 'data']), { name: 'UsageError', message: /got "item"\.$/, fix })
  assert.throws(() => compileSelection('dta.n > 1', ['id', 'data']), { message: /got "dta"\. Did you mean "data"\?$/ })
})
