/** The machine that a session ran on, kept in the ledger as an event of type `machine` at the session's start. */
import { isObject } from '../base/json.ts'

export const machineEvent = 'machine'

export interface Machine {
  readonly cores: number
  /** What a process may use: the limit of its control group, else the machine's memory. */
  readonly memoryLimitBytes: number
  /** Free when the session started. */
  readonly memoryAvailableBytes: number
  readonly diskFreeBytes: number | undefined
  readonly platform: string
  readonly node: string
  readonly millrace: string
  /** Programs and libraries that did the work, with their versions. */
  readonly tools: Readonly<Record<string, string>>
}

/** The machine in an event's body, or nothing where cores and memory are missing. */
export function parseMachine(body: string): Machine | undefined {
  const value: unknown = JSON.parse(body)
  if (!isObject(value)) return undefined
  const figure = (name: string) => (typeof value[name] === 'number' ? value[name] : undefined)
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : 'unknown')
  const [cores, memoryLimitBytes] = [figure('cores'), figure('memory_limit_bytes')]
  if (cores === undefined || memoryLimitBytes === undefined) return undefined
  return {
    cores,
    memoryLimitBytes,
    memoryAvailableBytes: figure('memory_available_bytes') ?? memoryLimitBytes,
    diskFreeBytes: figure('disk_free_bytes'),
    platform: text('platform'),
    node: text('node'),
    millrace: text('millrace'),
    tools: isObject(value['tools']) ? textsOf(value['tools']) : {},
  }
}

function textsOf(fields: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === 'string')
  return Object.fromEntries(texts)
}
