// Plain old JavaScript on purpose: this file runs on any Node from 18 up (and says so below that).
// It finds a Node that is new enough to run Millrace: the running one, or the one that the registry
// package `node-<platform>-<arch>` put beside us.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const oldest = [24, 15]

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

function bundledNode() {
  const require = createRequire(import.meta.url)
  try {
    const manifest = require.resolve(`node-${process.platform}-${process.arch}/package.json`)
    const file = join(dirname(manifest), 'bin', 'node')
    return existsSync(file) ? file : undefined
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined
    throw error
  }
}

/** The path of a Node that can run Millrace; exits with one sentence where there is none. */
export function findNode() {
  if (process.platform === 'win32') {
    console.error('Millrace runs on Linux and macOS. On Windows, run it inside WSL.')
    process.exit(2)
  }
  if (isNewEnough(process.versions.node)) return process.execPath
  const bundled = bundledNode()
  if (bundled) return bundled
  console.error(
    `Millrace needs Node ${oldest.join('.')} or newer, this is ${process.versions.node}: install Node 24, or run \`npm install\` without --omit=optional.`,
  )
  process.exit(2)
}
