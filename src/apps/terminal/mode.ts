/** How a batch shows itself, decided from the stream that is written to and from the environment. */
export type ProgressMode = 'live' | 'plain' | 'agent' | 'ndjson' | 'quiet' | 'none'

export const progressChoices = ['auto', 'live', 'plain', 'ndjson', 'none'] as const

export type ProgressChoice = (typeof progressChoices)[number]

export interface ModeFacts {
  readonly choice: ProgressChoice
  readonly quiet: boolean
  readonly stream: { readonly isTTY?: boolean }
  readonly env: NodeJS.ProcessEnv
}

/** Variables that coding agents set for the commands they run: a bar would only cost them tokens. */
const agentVariables = [
  'AI_AGENT',
  'AGENT',
  'CLAUDECODE',
  'CLAUDE_CODE',
  'CURSOR_AGENT',
  'GEMINI_CLI',
  'CODEX_SANDBOX',
  'OPENCODE',
]

export function progressMode({ choice, quiet, stream, env }: ModeFacts): ProgressMode {
  if (choice === 'ndjson' || choice === 'none') return choice
  if (quiet) return 'quiet'
  if (choice === 'plain') return 'plain'
  if (choice === 'live') return canRedraw(stream, env) ? 'live' : 'plain'
  if (agentVariables.some((name) => isSet(env[name]))) return 'agent'
  return canRedraw(stream, env) && !isSet(env['CI']) ? 'live' : 'plain'
}

function canRedraw(stream: ModeFacts['stream'], env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb'
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value)
}
