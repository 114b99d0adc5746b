/** `--quiet`: what failed, as plain lines do it, and what a signal has caused. Nothing while all is well. */
import { ErrorNotices } from './error-notices.ts'
import type { ProgressView, ViewSetting } from './view.ts'

export function quietView({ stream, paint }: ViewSetting): ProgressView {
  const notices = new ErrorNotices()
  const say = (text: string) => void stream.write(`${text}\n`)
  let unsubscribe: (() => void) | undefined
  return {
    listen: (events) => {
      unsubscribe = events.on('batch:item:end', (event) => {
        const failure = notices.next(event)
        if (failure !== undefined) say(paint.bad(failure))
      })
    },
    start: () => {},
    notice: say,
    stop: () => unsubscribe?.(),
  }
}
