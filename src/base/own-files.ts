/**
 * Where the files of this copy of Millrace lie: its code in src/ as it was written, in dist/ once it is built. This file
 * lies one folder below either: in src/base/, and in dist/shared/, where the build puts what several entries share.
 */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
const code = new URL('../', import.meta.url)

/** The file that a thread or a process of its own begins with, such as `ledger/thread`. The build makes one of the same name. */
export function entryFile(name: string): URL {
  return new URL(`${name}.${extension}`, code)
}

/** A file or folder beside the code, such as `package.json`. */
export function packageFile(path: string): URL {
  return new URL(`../${path}`, code)
}
