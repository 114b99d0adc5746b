import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatBytes, formatCount, formatDuration, formatPercent, plainText, plural } from './format.ts'

test('bytes are printed in powers of 1,024 with three figures', () => {
  const given = [0, 1, 1023, 1024, 1536, 1_048_575, 1_048_576, 5_368_709_120, 2 ** 60]
  const texts = ['0 B', '1 B', '1,023 B', '1 KiB', '1.5 KiB', '1 MiB', '1 MiB', '5 GiB', '1,024 PiB']
  assert.deepEqual(given.map(formatBytes), texts)
})

test('a duration is printed in the two units that matter', () => {
  const given = [0, 340, 999.6, 4_200, 59_949, 59_960, 185_000, 3_599_700, 7_440_000, 266_400_000]
  const texts = ['0 ms', '340 ms', '1 s', '4.2 s', '59.9 s', '1m 00s', '3m 05s', '1h 00m', '2h 04m', '3d 02h']
  assert.deepEqual(given.map(formatDuration), texts)
})

test('counts have their thousands apart', () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(formatCount), ['0', '999', '1,000', '1,234,567'])
  assert.deepEqual([plural(1, 'item'), plural(2, 'item')], ['1 item', '2 items'])
})

test('a share is 100 % only when it is all, and 0 % only when it is nothing', () => {
  const given = [0, 0.0001, 0.5, 0.9733, 0.99999, 1]
  assert.deepEqual(given.map(formatPercent), ['0 %', '< 0.1 %', '50 %', '97.3 %', '99.9 %', '100 %'])
})

test('text from outside cannot move the cursor, break the line or turn the direction of writing', () => {
  assert.equal(plainText('a\u001b[2Jb\nc\u202ed\u2028é漢👍'), 'a�[2Jb�c�d�é漢👍')
})
