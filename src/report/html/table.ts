import { html, type Markup, nothing } from './markup.ts'

export interface Column {
  readonly name: string
  readonly isNumber?: boolean
}

export interface Table {
  readonly caption: string
  readonly columns: readonly Column[]
  /** The first cell names its row. */
  readonly rows: readonly (readonly (string | Markup)[])[]
}

/** A table that can be read aloud: caption, heads of columns and of rows. Nothing where it has no row. */
export function table({ caption, columns, rows }: Table): Markup {
  if (rows.length === 0) return nothing
  return html`<div class="scroll"><table><caption>${caption}</caption><thead><tr>${columns.map(head)}</tr></thead>
<tbody>${rows.map(
    (cells) => html`<tr>${cells.map((cell, index) => bodyCell(cell, index, columns[index]))}</tr>
`,
  )}</tbody></table></div>`
}

function head({ name, isNumber }: Column): Markup {
  return isNumber ? html`<th scope="col" class="number">${name}</th>` : html`<th scope="col">${name}</th>`
}

function bodyCell(cell: string | Markup, index: number, column: Column | undefined): Markup {
  const kind = column?.isNumber ? 'number' : 'text'
  return index === 0 ? html`<th scope="row" class="${kind}">${cell}</th>` : html`<td class="${kind}">${cell}</td>`
}

/** Names and values, one below the other. */
export function facts(pairs: readonly (readonly [string, string | Markup | null])[]): Markup {
  const known = pairs.filter((pair): pair is readonly [string, string | Markup] => pair[1] !== null)
  return html`<dl class="facts">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}
