import { plainText } from '../../base/format.ts'
import type { ControlReply } from '../../inspect.ts'
import { exitCodes } from './exit-code.ts'
import type { Face } from './face.ts'
import { ResultStream } from './result-stream.ts'

/** What the owner of a batch answered; a refusal is an error of usage. */
export async function printReply(face: Face, reply: ControlReply, isJson: boolean): Promise<void> {
  if (reply.answer.startsWith('refused: ')) face.exit.code = exitCodes.usage
  const stream = new ResultStream(face.stdout)
  await (isJson ? stream.json(reply) : stream.line(`${plainText(reply.batch_id)}: ${plainText(reply.answer)}`))
}
