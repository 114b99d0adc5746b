/**
 * On a large machine Node would let what is thrown away pile up to several times of what is in use. This flag makes it
 * clean up earlier. It is set once the batch runs: under another flag than it was compiled with, V8 takes no compiled
 * code, neither Node's own nor ours, and the start would take half as long again.
 */
import { flushCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'

export const tidyFlag = '--heap-growing-percent=30'

export function tidyMemory(): void {
  // What is kept from here on belongs to the new flags.
  flushCompileCache()
  setFlagsFromString(tidyFlag)
}
