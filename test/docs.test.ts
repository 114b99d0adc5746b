import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { test } from 'node:test'
import { millrace } from './support/millrace.ts'

const project = resolve(import.meta.dirname, '..')
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: project })

function read(page: string): string {
  return readFileSync(join(project, page), 'utf8')
}

/** Links to files, and names of source, test and documentation files in code. */
function namedFiles(page: string): string[] {
  const text = read(page)
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => join(dirname(page), link))
  const inCode = [...text.matchAll(/`((?:src|test|bench|docs|bin|scripts)\/[\w./-]+\.\w+)`/g)].map(([, file = '']) => file)
  return [...links, ...inCode]
}

for (const page of pages) {
  test(`every file that ${page} names exists`, () => {
    assert.deepEqual(
      namedFiles(page).filter((file) => !existsSync(join(project, file))),
      [],
    )
  })
}

test('the pages say nothing of the machine they were written on', () => {
  for (const page of pages) assert.doesNotMatch(read(page), /\/work\/|\.\.\/shared|\/root\//, page)
})

test('every command of the README is one that --help knows, and the other way round', async () => {
  const { code, stdout } = await millrace(['--help'], { cwd: project })
  assert.equal(code, 0)
  const listed = stdout.slice(stdout.indexOf('Commands:'), stdout.indexOf('Examples:'))
  const known = [...listed.matchAll(/^ {2}([a-z]+)(?:\|[a-z]+)?(?: |$)/gm)].map(([, name = '']) => name)
  const told = [...read('README.md').matchAll(/^\| `millrace ([a-z]+)` \|/gm)].map(([, name = '']) => name)
  assert.deepEqual(
    told.filter((name) => !known.includes(name)),
    [],
    'told in the README, unknown to --help',
  )
  assert.deepEqual(
    known.filter((name) => !told.includes(name) && name !== 'help'),
    [],
    'known to --help, not told in the README',
  )
})

test('every script that CONTRIBUTING names is in package.json', () => {
  const scripts: unknown = JSON.parse(read('package.json')).scripts
  assert.ok(typeof scripts === 'object' && scripts !== null)
  const named = [...read('CONTRIBUTING.md').matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name)
  assert.ok(named.length > 3)
  assert.deepEqual(
    named.filter((name) => !(name in scripts)),
    [],
  )
})
