#!/usr/bin/env node
// The `millrace` command: in the package from dist/, in a checkout from src/, or from dist/ where that is up to date.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isBuildFresh } from './fresh-build.js'
import { runWithNode } from './run-with-node.js'

const built = fileURLToPath(new URL('../dist/apps/cli/main.js', import.meta.url))
const source = fileURLToPath(new URL('../src/apps/cli/main.ts', import.meta.url))

runWithNode([existsSync(source) && !isBuildFresh() ? source : built, ...process.argv.slice(2)])
