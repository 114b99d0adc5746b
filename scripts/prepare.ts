/** After `npm ci` in a checkout: builds the code of dist/, which starts faster than src/. Not where only what runs is installed. */
import { errorCode } from '../src/base/errors.ts'

async function bundler() {
  try {
    return await import('./bundle.ts')
  } catch (thrown) {
    if (errorCode(thrown) === 'ERR_MODULE_NOT_FOUND') return undefined
    throw thrown
  }
}

await (await bundler())?.bundle()
