/** Files as items for as long as it is read: those that are there, those that appear, and those that change. */
import * as z from 'zod'
import { type Clock, systemClock } from '../base/clock.ts'
import { defineSource } from './define-source.ts'
import { type FilesOptions, fileFields, filesOptions, planFiles } from './files.ts'
import { FolderWatch } from './folder-watch.ts'

export interface WatchSourceOptions {
  readonly files: FilesOptions
  /** A file is complete when it has not changed for so long. */
  readonly settleMs: number
  /** The longest time between two looks at everything. */
  readonly everyMs: number
}

const options: z.ZodType<WatchSourceOptions> = z.strictObject({
  files: filesOptions,
  settleMs: z.number().min(0),
  everyMs: z.number().min(1),
})

export const watchSource = watchSourceWith(systemClock)

/** Ids and data as those of `files`; order is that of arrival. */
export function watchSourceWith(clock: Clock) {
  return defineSource<WatchSourceOptions>({
    type: 'watch',
    options,
    async open({ files, ...times }, setting) {
      const plan = await planFiles(files, setting)
      const patterns = [...(files.pattern ?? []), ...(files.path ?? [])]
      const watch = new FolderWatch({ plan, forbidden: setting.forbidden, patterns, clock, ...times })
      return {
        envelope: {},
        fields: fileFields,
        watching: watch,
        // Places do not tell what has been yielded: what was remembered does.
        read: (_skip, signal) => watch.read(signal),
        close: async () => undefined,
      }
    },
  })
}
