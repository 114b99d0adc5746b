import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { html, shown } from './markup.ts'

test('text is escaped, markup and lists of it are not', () => {
  const cells = ['<b>', '"&'].map((text) => html`<td>${text}</td>`)
  assert.equal(
    html`<tr title="${"it's"}">${cells}${html`<td>${7}</td>`}</tr>`.text,
    '<tr title="it&#39;s"><td>&lt;b&gt;</td><td>&quot;&amp;</td><td>7</td></tr>',
  )
})

test('no text can open a tag or leave an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const inside = html`${text}`.text
      assert.doesNotMatch(inside, /[<>"'`]/)
    }),
  )
})

test('long text keeps its beginning and its end', () => {
  const text = shown(`start${'x'.repeat(9_000)}end\n\u001b[0m`)
  assert.equal(text.length, 301)
  assert.match(text, /^startx+…x+end��\[0m$/)
})
