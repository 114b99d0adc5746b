import type { BatchOutput, BatchResult } from '../../index.ts'
import { ResultStream } from './result-stream.ts'

export interface PrintedResult {
  readonly result: BatchResult
  /** All of them, streamed: the result itself holds none. */
  readonly outputs: AsyncIterable<BatchOutput>
}

/** One BatchResult object, written while its outputs are read: a million of them need no memory. */
export async function printResult(stdout: NodeJS.WritableStream, { result, outputs }: PrintedResult): Promise<void> {
  const stream = new ResultStream(stdout)
  const { outputs: _none, exit_code: _code, ...facts } = result
  const head = JSON.stringify(facts).slice(0, -1)
  if (!(await stream.write(`${head},"outputs":[`))) return
  let separator = ''
  for await (const output of outputs) {
    if (!(await stream.write(`${separator}\n${JSON.stringify(output)}`))) return
    separator = ','
  }
  await stream.write('\n]}\n')
}
