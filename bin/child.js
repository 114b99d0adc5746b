// node bin/child.js FILE [ARGUMENT…]: the other half of run-with-node.js. Runs FILE, and kills itself when the process
// that started it is gone: who kills the command with SIGKILL must not leave its batch running.
import { Socket } from 'node:net'
import { pathToFileURL } from 'node:url'

const line = new Socket({ fd: 3, readable: true, writable: false })
line.on('error', () => process.kill(process.pid, 'SIGKILL'))
line.on('close', () => process.kill(process.pid, 'SIGKILL'))
line.resume()
line.unref()

process.argv.splice(1, 1)
await import(pathToFileURL(process.argv[1]).href)
