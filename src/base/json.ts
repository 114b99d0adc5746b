import { hash } from 'node:crypto'

/** A value that JSON can hold; never `undefined`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** An object of JSON values, as a pipeline file or an item's data gives it. */
export interface JsonObject {
  readonly [key: string]: Json
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The same for what is known to be JSON. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isObject(value)
}

/** JSON with the keys of every object sorted, so that equal values give equal text. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Json)}`) // a field of JSON
  return `{${fields.join(',')}}`
}

/** sha256 in hexadecimal of text or bytes. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}
