// Runs a script in this process where the running Node is new enough, else in a child with the one found.
// The child shares the terminal and its process group; signals sent to this process alone are passed on.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findNode } from './find-node.js'

export function runWithNode([file, ...rest]) {
  const node = findNode()
  if (node === process.execPath) {
    process.argv = [node, resolve(file), ...rest]
    return import(pathToFileURL(resolve(file)).href)
  }
  const child = spawn(node, [file, ...rest], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`)
    process.exit(2)
  })
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code))
}
