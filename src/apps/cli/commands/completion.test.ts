import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'

test('bash completes commands and the flags of the command', async () => {
  const { stdout } = await command('/', 'completion', 'bash')
  const complete = (words: readonly string[]) => {
    const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _millrace; echo "\${COMPREPLY[@]}"`
    return spawnSync('bash', ['-c', `${stdout}\n${line}`], { encoding: 'utf8' }).stdout.trim()
  }
  assert.equal(complete(['millrace', 're']), 'resume retry results report review recipes')
  assert.equal(complete(['millrace', 'tune', '--w']), '--workers')
  assert.match(complete(['millrace', 'run', '--']), /--pipeline .*--dry-run/)
})

test('zsh and fish get theirs, with what each command does', async () => {
  const zsh = (await command('/', 'completion', 'zsh')).stdout
  assert.match(zsh, /^#compdef millrace/)
  assert.match(zsh, /'run:run a pipeline over its items'/)
  assert.match((await command('/', 'completion', 'fish')).stdout, /-a run -d 'run a pipeline over its items'/)
})

test('an unknown shell is refused', async () => {
  const { code, stderr } = await command('/', 'completion', 'tcsh')
  assert.equal(code, 2)
  assert.match(stderr, /bash, zsh, fish/)
})
