import { Argument, type Command } from 'commander'
import type { Face } from '../face.ts'
import { ResultStream } from '../result-stream.ts'

export function defineCompletion(command: Command, face: Face): void {
  command
    .addArgument(new Argument('<SHELL>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', '\nFor example: millrace completion bash > ~/.local/share/bash-completion/completions/millrace')
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completionScript } = await import('../completion-script.ts')
      await new ResultStream(face.stdout).write(await completionScript(shell, face))
    })
}
