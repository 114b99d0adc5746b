import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { figures, isHeld } from '../scripts/figure-goals.ts'
import { readSources } from '../scripts/source-tree.ts'

const project = resolve(import.meta.dirname, '..')
const tests = new Set(globSync('src/**/*.test.ts', { cwd: project }))
const measured = figures({ sources: readSources(project), tests })

const hard = ['file lines, longest', 'functions over 50 lines', 'default exports', '`any`', '`!` assertions', 'TODO and its kin']

for (const name of hard) {
  test(`the goal for ${name} holds`, () => {
    const figure = measured.find((each) => each.name === name)
    assert.ok(figure, `no figure is called "${name}"`)
    assert.ok(isHeld(figure), `${name}: ${figure.value}\n${figure.because.slice(0, 10).join('\n')}`)
  })
}
