/** Compiled code that is kept between starts: without it, loading takes more than twice as long. */
import { enableCompileCache, getCompileCacheDir } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * From here on what this process loads is kept, in a folder of this user alone, or where NODE_COMPILE_CACHE says.
 * A folder that cannot be written to is no error: loading then takes its time.
 */
export function keepCompiled(): void {
  enableCompileCache(process.env['NODE_COMPILE_CACHE'] ?? join(cacheFolder(), 'millrace', 'compiled'))
}

/** The variable by which a thread or a process of Node shares what this one keeps; nothing where nothing is kept. */
export function sharedCompiled(): { readonly NODE_COMPILE_CACHE?: string } {
  const versioned = getCompileCacheDir()
  // Node makes a folder for each of its versions in the one that it is given, and tells that folder.
  return versioned === undefined ? {} : { NODE_COMPILE_CACHE: dirname(versioned) }
}

function cacheFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
}
