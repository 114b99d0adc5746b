/** An error as lines for a person: what, where, how to fix it. A stack only where it was asked for. */
import { plainText } from '../../base/format.ts'

export interface ErrorText {
  readonly message: string
  /** `file:line:column` */
  readonly place?: string | undefined
  readonly fix?: string | undefined
  readonly stack?: string | undefined
}

export function errorLines({ message, place, fix, stack }: ErrorText): readonly string[] {
  const [first = '', ...rest] = message.split('\n').map(plainText)
  return [
    `error: ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...(place === undefined ? [] : [`  at ${plainText(place)}`]),
    ...(fix === undefined ? [] : [`  fix: ${plainText(fix)}`]),
    ...(stack === undefined ? [] : stack.split('\n').map(plainText)),
  ]
}
