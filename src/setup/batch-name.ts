import { randomInt } from 'node:crypto'
import { timestamp } from './timestamp.ts'

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** `batch_20261120_153000_k3qz` (with `test`: `test_batch_…`): local time, and four letters so that no two are equal. */
export function batchName(wallMs: number, isTest: boolean): string {
  const tail = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return `${isTest ? 'test_' : ''}batch_${timestamp(wallMs)}_${tail}`
}
