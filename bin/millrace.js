#!/usr/bin/env node
// The `millrace` command, in the checkout (runs src/ unbuilt) and in the package (runs dist/).
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runWithNode } from './run-with-node.js'

const built = fileURLToPath(new URL('../dist/apps/cli/main.js', import.meta.url))
const source = fileURLToPath(new URL('../src/apps/cli/main.ts', import.meta.url))

runWithNode([existsSync(source) ? source : built, ...process.argv.slice(2)])
