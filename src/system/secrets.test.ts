import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { redactor, secretsFromEnvironment, streamRedactor } from './secrets.ts'

const secret = 'p@ss "word"/ü+1'

test('a secret is hidden as it is, and as URLs, JSON and base64 write it', () => {
  const redact = redactor([secret])
  const forms = [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    JSON.stringify(secret).slice(1, -1),
  ]
  for (const form of forms) assert.equal(redact(`a ${form} b`), 'a [secret] b')
  for (const around of ['', 'x', 'xy', 'user:']) {
    const encoded = Buffer.from(`${around}${secret}zz`).toString('base64')
    assert.match(redact(encoded), /\[secret\]/)
    assert.match(redact(Buffer.from(`${around}${secret}zz`).toString('base64url')), /\[secret\]/)
  }
})

test('of several secrets the longer one is hidden whole', () => {
  assert.equal(redactor(['abcd', 'abcdefgh'])('x abcdefgh abcd'), 'x [secret] [secret]')
})

test('without secrets, and for values too short to tell, the text stays', () => {
  assert.equal(redactor([])('a b'), 'a b')
  assert.equal(redactor(['', 'ab'])('ab cab'), 'ab cab')
})

test('a key of several lines is hidden line by line too', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END KEY-----'
  assert.equal(redactor([key])('found MIIEvQIBADANBgkqhkiG here'), 'found [secret] here')
})

test('however a stream is cut, no secret comes through, and nothing else is lost', () => {
  const text = `start ${secret} middle ${encodeURIComponent(secret)} end p@ss`
  const expected = redactor([secret])(text)
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (places) => {
      const cuts = [0, ...places.sort((a, b) => a - b), text.length]
      const stream = streamRedactor([secret])
      const passed = cuts.slice(1).map((cut, index) => stream.add(text.slice(cuts[index], cut)))
      assert.equal([...passed, stream.end()].join(''), expected)
    }),
  )
})

test('a secret that is not in the environment is named', () => {
  assert.deepEqual(secretsFromEnvironment(['A'], { A: 'x' }), ['x'])
  assert.throws(() => secretsFromEnvironment(['A', 'B'], { A: 'x', B: '' }), { name: 'UsageError', message: /The secret B / })
})

test('a secret whose end could start another one is not torn', () => {
  const stream = streamRedactor(['abcd', 'cdxx'])
  assert.equal(stream.add('1 abcd') + stream.add('xy 2 cd') + stream.add('xx 3') + stream.end(), '1 [secret]xy 2 [secret] 3')
})
