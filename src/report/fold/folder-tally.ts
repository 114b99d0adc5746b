/** Which folders hold how many outputs. At most 2,000 folders are told apart; what lies in further ones is one sum. */
import { dirname, relative } from 'node:path'

export interface Folder {
  /** Below the output's root; `.` is the root itself. Absolute where it lies elsewhere. */
  readonly path: string
  readonly files: number
  readonly bytes: number
}

const mostFolders = 2_000

export class FolderTally {
  readonly #root: string
  readonly #folders = new Map<string, { files: number; bytes: number }>()
  readonly #rest = { files: 0, bytes: 0 }

  /** @param root absolute path of the output's root */
  constructor(root: string) {
    this.#root = root
  }

  /** @param file absolute path of an output */
  add(file: string, bytes: number): void {
    const sum = this.#sumFor(dirname(file))
    sum.files += 1
    sum.bytes += bytes
  }

  /** By path. */
  get folders(): readonly Folder[] {
    const folders = [...this.#folders].map(([path, sum]) => ({ path: this.#shown(path), ...sum }))
    return folders.sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  get rest(): Omit<Folder, 'path'> {
    return { ...this.#rest }
  }

  #sumFor(folder: string): { files: number; bytes: number } {
    const known = this.#folders.get(folder)
    if (known) return known
    if (this.#folders.size >= mostFolders) return this.#rest
    const fresh = { files: 0, bytes: 0 }
    this.#folders.set(folder, fresh)
    return fresh
  }

  #shown(folder: string): string {
    const below = relative(this.#root, folder)
    if (below === '') return '.'
    return below.startsWith('..') ? folder : below
  }
}
