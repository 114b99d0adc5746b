import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeBatch } from '../../../test/support/fake-batch.ts'
import { itemFailure } from '../../../test/support/item-end.ts'
import { Screen } from '../../../test/support/screen.ts'
import { ManualClock } from '../../base/clock.ts'
import type { KeyInput } from './keys.ts'
import { liveView } from './live.ts'
import { noPaint } from './paint.ts'

class Keyboard implements KeyInput {
  readonly isTTY = true
  readonly raw: boolean[] = []
  #press: (chunk: string) => void = () => {}
  setRawMode(isRaw: boolean) {
    this.raw.push(isRaw)
  }
  resume() {}
  pause() {}
  on(_event: 'data', listener: (chunk: string) => void) {
    this.#press = listener
  }
  off() {
    this.#press = () => {}
  }
  press(keys: string) {
    this.#press(keys)
  }
}

function watched() {
  const [batch, screen, clock, keyboard] = [new FakeBatch(), new Screen({ isTTY: true }), new ManualClock(), new Keyboard()]
  const interrupts: string[] = []
  const view = liveView({
    stream: screen,
    clock,
    paint: noPaint,
    verbose: false,
    keyboard,
    interrupt: () => interrupts.push('!'),
  })
  view.listen(batch.events)
  view.start(batch)
  return { batch, screen, keyboard, interrupts, view }
}

test('the live view hides the cursor while it draws and gives it back', () => {
  const { screen, view, keyboard } = watched()
  assert.match(screen.text, /\u001b\[\?25l/)
  assert.match(screen.text, /613\/1,000/)
  view.stop()
  view.stop()
  assert.ok(screen.text.endsWith('\u001b[?25h'))
  assert.deepEqual(keyboard.raw, [true, false])
})

test('a failure becomes a permanent line above the region', () => {
  const { batch, screen, view } = watched()
  batch.events.emit('batch:item:end', itemFailure('b.avif'))
  view.stop()
  assert.match(screen.text, /✗ b\.avif: unexpected end of file \[DECODE_TRUNCATED\]/)
})

test('keys drain, pause, tune and interrupt', () => {
  const { batch, keyboard, interrupts, view } = watched()
  keyboard.press('sp+-x\u0003')
  view.stop()
  assert.deepEqual(batch.asked, ['drain {}', 'pause {}', 'tune {"workers":5}', 'tune {"workers":3}'])
  assert.deepEqual(interrupts, ['!'])
})

test('a notice is drawn at once', () => {
  const { screen, view } = watched()
  view.notice('draining 4 running (again to stop)')
  view.stop()
  assert.match(screen.text, /draining 4 running \(again to stop\)/)
})
