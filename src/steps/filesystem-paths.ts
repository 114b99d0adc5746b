/** Where the filesystem tool may look and take away. Where it may write is the business of the output. */
import { dirname, isAbsolute, resolve } from 'node:path'
import { PermanentError } from '../base/errors.ts'
import { resolveBelow } from '../system/safe-path.ts'
import type { StepContext } from './step.ts'

interface PathOptions {
  readonly path?: string | undefined
  readonly allow_outside: boolean
}

/**
 * The file to read: the item's own, or one below the folders of the pipeline file, of the item or of the output.
 * Relative paths start at the pipeline file's folder.
 */
export async function readablePath({ path, allow_outside }: PathOptions, context: StepContext): Promise<string> {
  const { file, folder, output } = context
  const wanted = path === undefined ? ownFile(context) : resolve(folder, path)
  if (allow_outside || wanted === file) return wanted
  const checks = [folder, ...(file === undefined ? [] : [dirname(file)])].map((root) => resolveBelow(root, wanted))
  const [allowed] = (await Promise.allSettled([...checks, output.resolve(wanted)])).filter(({ status }) => status === 'fulfilled')
  if (allowed !== undefined) return wanted
  throw outside(wanted, 'the folders of the pipeline file, of the item and of the output')
}

/** A path that may be taken away: below the output folder, or anywhere with `allow_outside`. */
export async function removablePath({ path, allow_outside }: PathOptions, context: StepContext): Promise<string> {
  const wanted = path ?? ownFile(context)
  if (allow_outside) return isAbsolute(wanted) ? wanted : context.output.resolve(wanted)
  try {
    return await context.output.resolve(wanted)
  } catch (thrown) {
    if (thrown instanceof PermanentError && thrown.code === 'PATH_OUTSIDE') throw outside(wanted, 'the output folder', thrown)
    throw thrown
  }
}

/** The item's own file. */
export function ownFile({ file }: StepContext): string {
  if (file !== undefined) return file
  throw new PermanentError('ITEM_HAS_NO_FILE', 'Expected an item with a file, got one without', {
    fix: 'Name the file with `path`.',
  })
}

function outside(path: string, where: string, cause?: unknown): PermanentError {
  return new PermanentError('PATH_OUTSIDE', `Expected a path in ${where}, got ${JSON.stringify(path)}`, {
    cause,
    fix: '`allow_outside: true` on the step lets it go anywhere.',
  })
}
