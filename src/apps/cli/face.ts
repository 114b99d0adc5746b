/** What the command line stands on: its streams, its environment, its folder. A test brings its own. */
export interface Face {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly env: NodeJS.ProcessEnv
  /** Working directory. Absolute. */
  readonly folder: string
  /** What the process will say when it ends. */
  readonly exit: { code: number }
}

export function processFace(): Face {
  const { stdin, stdout, stderr, env } = process
  return { stdin, stdout, stderr, env, folder: process.cwd(), exit: { code: 0 } }
}
