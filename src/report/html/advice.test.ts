import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'
import { advice, errors } from './advice.ts'

test('advice comes with the figures it is from, commands as code', async () => {
  const { text } = advice(await reportOf(mixedBatch))
  assert.match(
    text,
    /<li>Go on with <code>millrace resume b1<\/code>: 2 of 7 items are left\.<span class="evidence">from: left 2 · total 7<\/span>/,
  )
})

test('a group of failures shows what to do, an example, and the command that runs it again', async () => {
  const { text } = errors(await reportOf(mixedBatch))
  assert.match(
    text,
    /ends early<br><span class="soft">Fetch it again\.<\/span><br><code class="command">millrace retry b1 --where &#39;code == &quot;CUT&quot;&#39;<\/code>/,
  )
  assert.match(text, /<span class="mono">c\.avif<\/span>/)
})
