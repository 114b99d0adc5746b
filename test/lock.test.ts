import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
  readonly resolved?: string
}

// The manager of packages writes this form.
const lock = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>
}

test('the lock knows the packages of every system, so that a clean install accepts it', () => {
  const missing = Object.entries(lock.packages).flatMap(([name, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (wanted) => !(`node_modules/${wanted}` in lock.packages) && !(`${name}/node_modules/${wanted}` in lock.packages),
    ),
  )
  assert.deepEqual(missing, [])
})

test('nothing that ships runs a script when it is installed', () => {
  const running = Object.entries(lock.packages).filter(
    ([, { hasInstallScript, dev }]) => hasInstallScript === true && dev !== true,
  )
  assert.deepEqual(
    running.map(([name]) => name),
    [],
  )
})

test('the lock names no registry', () => {
  assert.deepEqual(
    Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined),
    [],
  )
})
