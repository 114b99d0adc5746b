import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after, isLater, rescued } from './soon.ts'

const twice = (value: number) => value * 2

test('what is there at once is passed on at once', () => {
  assert.equal(after(2, twice), 4)
})

test('what comes later is passed on when it has come', async () => {
  const later = after(Promise.resolve(2), twice)
  assert.ok(isLater(later))
  assert.equal(await later, 4)
})

test('a promise of another library is later, and nothing is not', () => {
  class Foreign {
    // biome-ignore lint/suspicious/noThenProperty: it is what makes it a promise
    then(): void {}
  }
  assert.ok(isLater(new Foreign() as unknown as Promise<number>))
  assert.equal(isLater(null), false)
})

test('what was thrown is recovered from, now and later', async () => {
  const recover = (thrown: unknown) => `recovered from ${(thrown as Error).message}`
  const now = rescued<string>(() => {
    throw new Error('now')
  }, recover)
  assert.equal(now, 'recovered from now')
  assert.equal(await rescued(() => Promise.reject(new Error('later')), recover), 'recovered from later')
  assert.equal(
    rescued(() => 'fine', recover),
    'fine',
  )
})
