/** The identity of a user's module: its own text and that of every file it imports by a relative path. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, relative, resolve } from 'node:path'
import { canonical, sha256 } from '../base/json.ts'

/** Anything that stands where a relative module may be named: import, export from, import(), require(). */
const specifiers = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'])(\.{1,2}\/[^"'\n]+)\1/g
const codeExtensions = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'])

/**
 * sha256 over the module at `path` (absolute) and its relative imports, theirs included, however they refer to each
 * other. Packages are not followed. Throws the system's error when the module itself cannot be read.
 */
export async function moduleHash(path: string): Promise<string> {
  const hashes = new Map<string, string>()
  const waiting = [path]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (hashes.has(file)) continue
    const text = await readText(file, file === path)
    hashes.set(file, sha256(text))
    if (codeExtensions.has(extname(file))) waiting.push(...importsOf(file, text))
  }
  const named = [...hashes].map(([file, hash]) => [relative(dirname(path), file), hash])
  return sha256(canonical(named.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))))
}

function importsOf(file: string, text: string): readonly string[] {
  const found = [...text.matchAll(specifiers)].map(([, , specifier = '']) => specifier)
  return found.map((specifier) => locate(file, specifier))
}

/** `require` adds extensions and index files; what it cannot find is named as it is written. */
function locate(file: string, specifier: string): string {
  const plain = specifier.replace(/[?#].*$/, '')
  try {
    return createRequire(file).resolve(plain)
  } catch {
    return resolve(dirname(file), plain)
  }
}

/** An import that is missing may stand in a comment: the loader is who complains. */
async function readText(file: string, isNeeded: boolean): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (thrown) {
    if (isNeeded) throw thrown
    return ''
  }
}
