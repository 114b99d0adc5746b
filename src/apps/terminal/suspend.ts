/** Ctrl-Z: the terminal is put in order before the process stops, and taken again when it goes on. */
export interface Suspendable {
  readonly leave: () => void
  readonly enter: () => void
}

/** Returns what ends it. */
export function suspendable({ leave, enter }: Suspendable): () => void {
  const stop = () => {
    leave()
    process.kill(process.pid, 'SIGSTOP')
  }
  process.on('SIGTSTP', stop)
  process.on('SIGCONT', enter)
  return () => {
    process.off('SIGTSTP', stop)
    process.off('SIGCONT', enter)
  }
}
