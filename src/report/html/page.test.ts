import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { machine, type PlayedBatch, type PlayedItem, playBatch, samples } from '../../../test/support/report-batch.ts'
import { collectFacts } from '../facts.ts'
import { renderReports } from '../render.ts'

async function pageOf(given: PlayedBatch): Promise<string> {
  const { ledger, batch } = await playBatch(given)
  return renderReports(await collectFacts(ledger.read, batch)).html
}

const hostile = [
  '<script>document.title="ran"</script>',
  '"><img src=x onerror="document.title=\'ran\'">',
  "'-alert(1)-'",
  '</title></style></script><svg onload="document.title=\'ran\'">',
  'javascript:document.title="ran"',
  '<iframe srcdoc="<script>parent.document.title=\'ran\'</script>">',
  '&lt;b&gt;\u202egnp.exe\u001b]52;c;AAAA\u0007',
  '=HYPERLINK("http://127.0.0.1/","x")',
  '`$'.concat('{1}` {{1}} --><!--'),
]

const hostileItems: readonly PlayedItem[] = hostile.flatMap((text, index) => [
  { id: `${index} ${text}`, state: 'failed', code: text, message: text, fix: text, sizeBytes: 9 },
  { id: `${index} good ${text}`, state: 'succeeded', outputBytes: 9, sizeBytes: 3, folder: text, notes: { [text]: text } },
  { id: `${index} left ${text}`, state: 'skipped', message: text },
])

const hostileBatch: PlayedBatch = {
  items: hostileItems,
  name: '<b>batch</b>',
  state: 'failed',
  reason: '<script>document.title="ran"</script>',
  events: [
    { type: 'warning', body: { code: '<i>', message: hostile[1] } },
    ...samples(9, (n) => ({ running: n, workers: 9, ended: n })),
  ],
}

test('no text from outside becomes markup', async () => {
  const page = await pageOf(hostileBatch)
  assert.equal(page.match(/<script/g)?.length, 1)
  assert.doesNotMatch(page, /<(img|iframe|b>|i>|svg on)/)
  assert.doesNotMatch(page, /\u001b|\u202e/)
})

/** Opening tags, the values of their attributes left out. */
function tagsOf(page: string): readonly string[] {
  return (page.match(/<[a-z][^>]*>/gi) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'))
}

test('the page asks nobody for anything and allows no script but its own', async () => {
  const page = await pageOf(hostileBatch)
  const policy = page.match(/http-equiv="Content-Security-Policy" content="([^"]+)"/)?.[1] ?? ''
  assert.match(policy, /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; /)
  assert.doesNotMatch(tagsOf(page).join('\n'), /\s(href|src|action|srcset|data|on\w+)=/i)
  assert.doesNotMatch(page, /@import|url\(/)
})

test('the same facts give the same bytes', async () => {
  assert.equal(await pageOf(hostileBatch), await pageOf(hostileBatch))
})

test('the title says first how it went', async () => {
  const items: PlayedItem[] = [{ id: 'a', state: 'succeeded' }]
  const title = (page: string) => page.match(/<title>(.*)<\/title>/)?.[1]
  assert.equal(title(await pageOf({ items })), 'all done – avif-to-png b1')
  assert.equal(title(await pageOf({ items, left: 2, state: 'interrupted' })), 'interrupted – avif-to-png b1')
  assert.equal(title(await pageOf({ items: [...items, { id: 'b', state: 'failed', code: 'X' }] })), '1 failed – avif-to-png b1')
})

test('what was not measured has no section: no empty chart, no empty table', async () => {
  const page = (await pageOf({ items: [] })).replace(/<script>.*<\/script>/s, '')
  assert.doesNotMatch(page, /<svg class="chart"|id="errors"|id="sizes"|id="items"|NaN|undefined|null/)
  assert.match(page, /there was no item to work on/)
})

test('every chart has its figures in a table, every table a caption and heads', async () => {
  const page = await pageOf({
    items: [{ id: 'a', state: 'succeeded' }],
    events: [machine, ...samples(9, (n) => ({ running: n, workers: 9, rss_bytes: 1e8 }))],
  })
  const count = (pattern: RegExp) => page.match(pattern)?.length ?? 0
  assert.equal(count(/<svg class="chart"/g), 4)
  assert.equal(count(/<details><summary>as a table/g), 4)
  assert.equal(count(/<table/g), count(/<caption>/g))
  assert.equal(count(/<th(?! scope=)[ >]/g), 0)
})

test('two thousand items with the longest names and messages stay below five megabytes', async () => {
  const long = '<&"\'>'.repeat(400)
  const items = Array.from(
    { length: 2_100 },
    (_, n): PlayedItem => ({ id: `${n}${long}`, state: 'failed', code: 'X', message: `${n % 7}${long}` }),
  )
  const page = await pageOf({ items, events: samples(300, (n) => ({ running: n % 9, workers: 9, ended: n })) })
  assert.ok(Buffer.byteLength(page) < 5 * 1024 ** 2, `${Buffer.byteLength(page)} bytes`)
  assert.match(page, /items, failures first. The other [\d,]+ are in items.jsonl/)
})

const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path))

test('in a browser no hostile text runs, and the filter does', {
  skip: browser === undefined && 'no Chromium on this machine',
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-page-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'report.html')
  await writeFile(file, await pageOf(hostileBatch))
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', `--user-data-dir=${folder}`]
  const { stdout } = await promisify(execFile)(browser ?? '', [...options, '--dump-dom', `file://${file}`], { timeout: 60_000 })
  assert.match(stdout, /<title>9 failed – avif-to-png/)
  assert.match(stdout, /<span id="shown" role="status">27 of 27 rows<\/span>/)
})
