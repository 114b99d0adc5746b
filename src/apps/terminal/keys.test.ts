import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Screen } from '../../../test/support/screen.ts'
import { readKeys } from './keys.ts'

class Keyboard extends Screen {
  readonly raw: boolean[] = []
  setRawMode(isRaw: boolean) {
    this.raw.push(isRaw)
  }
}

test('each key of a burst is told, and the terminal is given back', () => {
  const keyboard = new Keyboard({ isTTY: true })
  const pressed: string[] = []
  const keys = readKeys(keyboard, (key) => pressed.push(key))
  keyboard.emit('data', 'sp')
  keys?.stop()
  keyboard.emit('data', 'x')
  assert.deepEqual(pressed, ['s', 'p'])
  assert.deepEqual(keyboard.raw, [true, false])
})

test('what is no terminal has no keys', () => {
  assert.equal(
    readKeys(new Screen(), () => {}),
    undefined,
  )
})
