import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'

/** Where a program is: its path, or nothing. A name with a slash starts at `cwd`, any other is looked up in the PATH. */
export function findProgram(command: string, { cwd, path }: { readonly cwd: string; readonly path: string }): string | undefined {
  if (command.includes('/')) return executable(resolve(cwd, command))
  const folders = path.split(delimiter).map((folder) => (isAbsolute(folder) ? folder : resolve(cwd, folder)))
  for (const folder of folders) {
    const found = executable(join(folder, command))
    if (found !== undefined) return found
  }
  return undefined
}

function executable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile() ? path : undefined
  } catch {
    // Not there, or not for this user: the search goes on.
    return undefined
  }
}
