// Runs a script in this process where the running Node is new enough, else in a child with the one found.
// To the world the two are one: the child shares the terminal and the process group, gets the signals that are sent to
// this process, and ends with it, however it ends.
import { spawn } from 'node:child_process'
import { availableParallelism, constants } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { findNode } from './find-node.js'
import { memoryFlags } from './memory-flags.js'

const child = fileURLToPath(new URL('./child.js', import.meta.url))

/** Pictures are worked on in these threads: as many as there are cores, and never fewer than Node's own four. */
const threads = String(Math.max(4, availableParallelism()))

export function runWithNode([file, ...rest]) {
  process.env.UV_THREADPOOL_SIZE ??= threads
  const node = findNode()
  if (node === process.execPath) {
    process.argv = [node, resolve(file), ...rest]
    for (const flag of memoryFlags) setFlagsFromString(flag)
    return import(pathToFileURL(resolve(file)).href)
  }
  // Nothing is ever written to the fourth stream: that it closes tells the child that this process is gone.
  const running = spawn(node, [...memoryFlags, child, resolve(file), ...rest], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => running.kill(signal))
  running.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`)
    process.exit(2)
  })
  running.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code))
}
