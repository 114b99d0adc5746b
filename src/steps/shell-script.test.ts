import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { templateParts } from '../pipeline/placeholders.ts'
import { shellScript } from './shell-script.ts'

function output(template: string, value: string): string {
  const pieces = templateParts(template, { v: value }).map((part) => ('text' in part ? part : { value: String(part.value) }))
  const { script, values } = shellScript(pieces)
  return spawnSync('/bin/sh', ['-c', script, 'sh', ...values], { encoding: 'utf8' }).stdout
}

const hostile = `a  b * $(id) \`id\` 'x' "y" \\ ; | & > < # ~ \n é`

test('a value is one word in every kind of quotes', () => {
  const templates = {
    'printf "%s" {v}': hostile,
    'printf "%s" "{v}"': hostile,
    "printf '%s' '{v}'": hostile,
    'printf "%s" pre-{v}-post': `pre-${hostile}-post`,
    'printf "%s" "a {v} b"': `a ${hostile} b`,
    'printf "%s" "$(printf "%s" "{v}")"': hostile,
    "printf '%s' \"$(printf '%s' '{v}')\"": hostile,
    'printf "%s" "`printf %s {v}`"': hostile,
    '(printf "%s" {v}); # it\'s over\nprintf "%s" {v}': hostile + hostile,
    "printf '%s' it\\'s{v}": `it's${hostile}`,
  }
  for (const [template, expected] of Object.entries(templates)) assert.equal(output(template, hostile), expected, template)
})

test('no value runs as code, wherever it stands', () => {
  const canary = join(tmpdir(), `millrace-canary-${process.pid}`)
  const values = [
    `$(touch ${canary})`,
    `\`touch ${canary}\``,
    `; touch ${canary}`,
    `'; touch ${canary}; '`,
    `"; touch ${canary}; "`,
  ]
  const templates = fc.array(fc.constantFrom("'", '"', '`', '$(', ')', '(', 'echo ', '{v}', '\\', '#', '\n', ' '), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(templates, fc.constantFrom(...values), (parts, value) => {
      output(parts.join(''), value)
      assert.equal(existsSync(canary), false, parts.join(''))
    }),
    { numRuns: 150 },
  )
})

test('a here-document is refused, with a way out', () => {
  assert.throws(() => shellScript([{ text: 'cat <<EOF\n' }, { value: 'x' }, { text: '\nEOF' }]), { code: 'SHELL_HERE_DOCUMENT' })
})
