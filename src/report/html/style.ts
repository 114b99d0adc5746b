/** The report's style: light and dark by the reader's preference, readable on paper. Colour never speaks alone. */
export const style = `
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --line: #dfe3e8; --text: #1c2128; --soft: #5b6470;
  --accent: #0b63c4; --good: #187a3c; --bad: #c62026; --warn: #8f5a00; --idle: #656d77; --fill: #cfe2f8; --mono: ui-monospace, Menlo, Consolas, monospace; }
@media (prefers-color-scheme: dark) { :root { --page: #0f1216; --card: #171b21; --line: #2c333c; --text: #e4e8ed; --soft: #9aa4b0;
  --accent: #6cb0ff; --good: #56c27d; --bad: #ff7b76; --warn: #e3b04b; --idle: #98a2ae; --fill: #1d3a5c; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
main, header, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px }
header { padding-top: 32px }
h1 { margin: 4px 0 2px; font-size: 26px; line-height: 1.25; letter-spacing: -.01em }
h2 { margin: 0 0 12px; font-size: 18px }
h3 { margin: 20px 0 6px; font-size: 14px }
p { margin: 6px 0 }
section { margin: 18px 0; padding: 20px 22px; background: var(--card); border: 1px solid var(--line); border-radius: 10px }
.soft, caption, th, .label { color: var(--soft) }
.eyebrow { margin: 0; color: var(--soft); font-size: 13px }
code, .mono { font-family: var(--mono); font-size: .92em; overflow-wrap: anywhere }
code.command { display: inline-block; padding: 2px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--page); user-select: all }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(132px, 1fr)); gap: 10px; margin: 14px 0 0; padding: 0; list-style: none }
.cards li { padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px }
.cards strong { display: block; font-size: 21px; line-height: 1.3; font-variant-numeric: tabular-nums }
.cards .label { font-size: 13px }
.bar { display: block; width: 100%; height: 12px; margin-top: 16px; border-radius: 6px; overflow: hidden }
.succeeded { color: var(--good); fill: var(--good) } .failed { color: var(--bad); fill: var(--bad) }
.review { color: var(--warn); fill: var(--warn) } .skipped, .cancelled, .pending { color: var(--idle); fill: var(--idle) }
.state { white-space: nowrap; font-weight: 600 }
ol.advice { margin: 0; padding-left: 22px } ol.advice li { margin: 8px 0 } .evidence { display: block; color: var(--soft); font-size: 13px }
table { width: 100%; border-collapse: collapse; font-size: 14px }
.scroll { overflow-x: auto } caption { padding-bottom: 6px; text-align: left; font-size: 13px }
th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
tbody th { color: var(--text); font-weight: 500 }
thead th { font-weight: 600; font-size: 13px; white-space: nowrap }
tbody tr:last-child > * { border-bottom: 0 }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.text { overflow-wrap: anywhere; min-width: 130px }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 8px 28px }
figure { margin: 8px 0 0 } figcaption { font-weight: 600; font-size: 14px }
svg.chart { display: block; width: 100%; height: auto } svg text { fill: var(--soft); font: 11px system-ui, sans-serif }
.grid { stroke: var(--line); stroke-width: 1 } .curve { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round }
.area { fill: var(--fill); stroke: none } .limit { fill: none; stroke: var(--warn); stroke-width: 1.5; stroke-dasharray: 5 4 }
.hit { fill: transparent } .hit:hover { fill: var(--accent); fill-opacity: .15 }
details { margin: 4px 0 0; font-size: 13px } summary { color: var(--accent); cursor: pointer }
details .scroll { max-height: 320px; overflow-y: auto }
.filter { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; margin-bottom: 10px }
.filter input { flex: 1 1 280px; padding: 8px 10px; border: 1px solid var(--idle); border-radius: 6px; background: var(--page); color: inherit; font: inherit }
input:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 18px; margin: 0 } dl.facts dt { color: var(--soft) } dl.facts dd { margin: 0; overflow-wrap: anywhere }
footer { padding-bottom: 40px; color: var(--soft); font-size: 13px }
[hidden] { display: none }
@media (max-width: 560px) { section { padding: 16px } dl.facts { grid-template-columns: 1fr } dl.facts dd { margin-bottom: 8px } }
@media print { :root { color-scheme: light; --page: #fff; --card: #fff; --line: #ccc; --text: #000; --soft: #444; --accent: #0b63c4;
  --good: #187a3c; --bad: #c62026; --warn: #8f5a00; --idle: #777; --fill: #dcecfb }
  body { font-size: 11pt } section { padding: 0; border: 0; break-inside: avoid-page } section.items { break-inside: auto } .filter, details { display: none } tr { break-inside: avoid } }
`
