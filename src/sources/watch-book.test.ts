import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { WatchBook } from './watch-book.ts'

const settleMs = 1_000
const busy = { quietMs: 0 }

test('a file is taken once it has not changed for the settle time', () => {
  const book = new WatchBook(settleMs)
  assert.equal(book.see({ id: 'a', print: '1', ...busy }, 0), false)
  assert.equal(book.see({ id: 'a', print: '2', ...busy }, 900), false)
  assert.equal(book.see({ id: 'a', print: '2', ...busy }, 1_800), false)
  assert.equal(book.settlesIn(1_800), 100)
  assert.equal(book.see({ id: 'a', print: '2', ...busy }, 1_900), true)
  assert.equal(book.see({ id: 'a', print: '2', ...busy }, 9_000), false)
  assert.equal(book.settlesIn(9_000), Number.POSITIVE_INFINITY)
})

test('a file whose own times say that it has been quiet is taken at once', () => {
  const book = new WatchBook(settleMs)
  assert.equal(book.see({ id: 'a', print: '1', quietMs: 1_000 }, 0), true)
  assert.equal(book.see({ id: 'b', print: '1', quietMs: 400 }, 0), false)
  assert.equal(book.settlesIn(0), 600)
})

test('a clock of the file system that runs ahead does not keep a file waiting for ever', () => {
  const book = new WatchBook(settleMs)
  assert.equal(book.see({ id: 'a', print: '1', quietMs: -60_000 }, 0), false)
  assert.equal(book.see({ id: 'a', print: '1', quietMs: -59_000 }, 1_000), true)
})

test('what was taken before is taken again only when it has changed', () => {
  const book = new WatchBook(0)
  book.remember('a', '1')
  assert.equal(book.see({ id: 'a', print: '1', ...busy }, 0), false)
  assert.equal(book.see({ id: 'a', print: '2', ...busy }, 0), true)
  assert.equal(book.see({ id: 'a', print: '1', ...busy }, 0), true)
})

test('a file that went away while it was written starts from the beginning', () => {
  const book = new WatchBook(settleMs)
  book.see({ id: 'a', print: '1', ...busy }, 0)
  book.endLook()
  book.endLook()
  assert.equal(book.settlesIn(0), Number.POSITIVE_INFINITY)
  assert.equal(book.see({ id: 'a', print: '1', ...busy }, 5_000), false)
})

test('whatever the times of the looks, a content that stays is taken exactly once', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(gaps, fc.nat(5), (waits, changes) => {
      const book = new WatchBook(settleMs)
      const clock = { now: 0, unchanged: 0 }
      const taken: string[] = []
      for (const [look, wait] of waits.entries()) {
        clock.unchanged = look > 0 && look <= changes ? 0 : clock.unchanged + (look > 0 ? wait : 0)
        clock.now += wait
        const print = String(Math.min(look, changes))
        if (book.see({ id: 'a', print, ...busy }, clock.now)) taken.push(print)
        book.endLook()
      }
      assert.equal(new Set(taken).size, taken.length)
      const isSettled = waits.length > changes && clock.unchanged >= settleMs
      if (isSettled) assert.equal(taken.at(-1), String(changes))
    }),
  )
})
