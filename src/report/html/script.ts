/** The report's only script: it filters the rows of the items table. Without it the page is complete, only longer. */
export const script = `
(() => {
  const box = document.getElementById('filter')
  const shown = document.getElementById('shown')
  const rows = [...document.querySelectorAll('#items tbody tr')]
  const texts = rows.map((row) => row.textContent.toLowerCase())
  const test = (row, text, term) => {
    if (term.startsWith('-') && term.length > 1) return !test(row, text, term.slice(1))
    const [, key, value] = term.match(/^(status|state|code|stage):(.*)$/) || []
    if (key === undefined) return text.includes(term)
    const field = key === 'status' ? 'state' : key
    return (row.dataset[field] || '').toLowerCase().includes(value)
  }
  const apply = () => {
    const terms = box.value.toLowerCase().split(/\\s+/).filter(Boolean)
    let count = 0
    rows.forEach((row, index) => {
      row.hidden = !terms.every((term) => test(row, texts[index], term))
      if (!row.hidden) count += 1
    })
    shown.textContent = count + ' of ' + rows.length + ' rows'
  }
  if (!box) return
  box.closest('.filter').hidden = false
  box.addEventListener('input', apply)
  apply()
})()
`
