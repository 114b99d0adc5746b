/** A temporary folder with files in it, removed when the test ends. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'

export interface Workspace {
  /** Absolute. */
  readonly folder: string
  /** The absolute path of something in it. */
  path(...parts: readonly string[]): string
  /** Writes a file, with the folders above it. */
  write(path: string, content: string | Uint8Array): string
  /** Every file below a folder of it, relative to that folder, sorted; names starting with a dot too. */
  list(path?: string): readonly string[]
}

export function workspace(t: Pick<TestContext, 'after'>, files: Readonly<Record<string, string | Uint8Array>> = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'))
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }))
  const room = roomIn(folder)
  for (const [path, content] of Object.entries(files)) room.write(path, content)
  return room
}

/** The same for a folder that somebody else made and removes: a mounted file system. */
export function roomIn(folder: string): Workspace {
  const path = (...parts: readonly string[]) => join(folder, ...parts)
  return {
    folder,
    path,
    write: (relative, content) => {
      mkdirSync(dirname(path(relative)), { recursive: true })
      writeFileSync(path(relative), content)
      return path(relative)
    },
    list: (relative = '.') => listFiles(path(relative)),
  }
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort()
}
