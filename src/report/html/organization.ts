import { formatBytes, formatCount, plural } from '../../base/format.ts'
import type { Report } from '../json.ts'
import { html, type Markup, nothing, shown } from './markup.ts'
import { table } from './table.ts'

const mostRows = 200
const columns = [{ name: 'folder' }, { name: 'files', isNumber: true }, { name: 'bytes', isNumber: true }]

/** Where the outputs lie. */
export function organization({ organization: made, batch_results: turns }: Report): Markup {
  if (made.file_count === 0) return nothing
  const rows = made.folders
    .slice(0, mostRows)
    .map(({ path, files, bytes }) => [html`<span class="mono">${shown(path)}</span>`, formatCount(files), formatBytes(bytes)])
  const left = made.folder_count - rows.length
  const more = left > 0 ? html`<p class="soft">${plural(left, 'further folder')} in the JSON report.</p>` : nothing
  const where = `${plural(made.file_count, 'file')} in ${plural(made.folder_count, 'folder')} below ${shown(made.root)}`
  return html`<section aria-labelledby="outputs"><h2 id="outputs">Outputs</h2>${table({ caption: where, columns, rows })}${more}${turnTable(turns)}</section>`
}

const turnColumns = ['turn', 'succeeded', 'failed', 'skipped', 'seconds', 'items/s'].map((name) => ({ name, isNumber: true }))

function turnTable(turns: Report['batch_results']): Markup {
  if (turns.length < 2) return nothing
  const rows = turns
    .slice(0, mostRows)
    .map((turn) =>
      [turn.batch, turn.succeeded, turn.failed, turn.skipped, turn.seconds, turn.items_per_second ?? '–'].map(String),
    )
  const caption = `${plural(turns.length, 'turn')} of ${turns[0]?.size} items`
  return html`<h3>Turns</h3>${table({ caption, columns: turnColumns, rows })}`
}
