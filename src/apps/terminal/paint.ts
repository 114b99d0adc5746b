/** Colours, where the terminal has them. A colour never says anything that a word beside it does not say too. */
export interface Paint {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
  readonly dim: (text: string) => string
  readonly strong: (text: string) => string
}

const same = (text: string) => text

export const noPaint: Paint = { good: same, bad: same, warn: same, dim: same, strong: same }

export const colours: Paint = {
  good: sgr(32, 39),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
  dim: sgr(2, 22),
  strong: sgr(1, 22),
}

function sgr(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`
}

/** NO_COLOR wins, then FORCE_COLOR, then what the stream is. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  if (env['NO_COLOR']) return noPaint
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] === '0' ? noPaint : colours
  return stream.isTTY === true && env['TERM'] !== 'dumb' ? colours : noPaint
}
