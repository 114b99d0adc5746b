/** Single keys from the terminal while a batch runs. The terminal is given back as it was found. */
export interface KeyInput {
  readonly isTTY?: boolean
  setRawMode?(isRaw: boolean): unknown
  resume(): unknown
  pause(): unknown
  unref?(): unknown
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown
  off(event: 'data', listener: (chunk: Buffer | string) => void): unknown
}

export interface Keys {
  /** Suspends and takes up again: while the process is stopped the shell needs its own mode. */
  setRaw(isRaw: boolean): void
  stop(): void
}

/** Calls `press` for each key; nothing where `input` is no terminal. */
export function readKeys(input: KeyInput, press: (key: string) => void): Keys | undefined {
  if (input.isTTY !== true || input.setRawMode === undefined) return undefined
  const listener = (chunk: Buffer | string) => {
    for (const key of String(chunk)) press(key)
  }
  input.setRawMode(true)
  input.on('data', listener)
  input.resume()
  // A keyboard alone keeps no process alive.
  input.unref?.()
  return {
    setRaw: (isRaw) => input.setRawMode?.(isRaw),
    stop: () => {
      input.off('data', listener)
      input.setRawMode?.(false)
      input.pause()
    },
  }
}
