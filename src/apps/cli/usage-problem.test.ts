import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommanderError } from 'commander'
import { isHelp, usageProblem } from './usage-problem.ts'

const error = (message: string) => new CommanderError(1, 'commander.unknownOption', message)

test('an unknown option becomes a sentence with a spelling and a way out', () => {
  assert.deepEqual(usageProblem(error("error: unknown option '--inptu'\n(Did you mean --input?)"), 'run'), {
    message: 'Unknown option "--inptu". Did you mean "--input"?',
    fix: 'See `millrace run --help`.',
  })
})

test('several near names are all given', () => {
  const { message } = usageProblem(error("error: unknown command 're'\n(Did you mean one of run, report?)"), '')
  assert.equal(message, 'Unknown command "re". Did you mean "run", "report"?')
})

test('a refused value says what was expected, and for which flag', () => {
  const text = "error: option '--workers <N|auto>' argument 'three' is invalid. Expected a whole number, got \"three\"."
  assert.equal(usageProblem(error(text), 'run').message, '--workers: Expected a whole number, got "three".')
})

test('a word that is none of the choices is told with what was given', () => {
  const text = "error: option '--mode <MODE>' argument 'srict' is invalid. Allowed choices are strict, flexible."
  assert.equal(usageProblem(error(text), 'run').message, '--mode: Expected one of strict, flexible, got "srict".')
})

test('help is no error', () => {
  assert.equal(isHelp(new CommanderError(0, 'commander.helpDisplayed', '')), true)
  assert.equal(isHelp(error('x')), false)
})
