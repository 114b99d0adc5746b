import type { Command } from 'commander'
import { formatCount, plural } from '../../../base/format.ts'
import type { Verification } from '../../../inspect.ts'
import { safe } from '../../terminal/text.ts'
import { exitCodes } from '../exit-code.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { ResultStream } from '../result-stream.ts'

const shownPaths = 20

export function defineVerify(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument)).action(async (batch: string | undefined, flags: PlaceFlags) => {
    const { verifyBatch } = await import('../../../inspect.ts')
    await withBatch(placeOf(batch, flags, face), async (found) => {
      const verification = await verifyBatch(found)
      const stream = new ResultStream(face.stdout)
      await (flags.json === true ? stream.json(verification) : stream.lines(verificationLines(verification)))
      face.exit.code = verification.holds ? exitCodes.ok : exitCodes.someFailed
    })
  })
}

function verificationLines(found: Verification): readonly string[] {
  const items = `${plural(found.succeeded, 'item')} succeeded, ${formatCount(found.succeeded_with_files)} of them delivered files`
  return [
    `${safe(found.batch_id, 80)}: ${items}; ${verdict(found)}`,
    ...pathLines('changed', found.changed),
    ...pathLines('missing', found.missing),
    ...pathLines('unreadable', found.unreadable),
    ...(found.holds ? [] : ['make them again with `millrace run`: what is as it was is reused']),
  ]
}

function verdict({ holds, delivered, ok, documents }: Verification): string {
  const document = documents > 0 ? ', the document of results among them,' : ''
  if (delivered === 0) return 'there is no file to look at'
  if (!holds) return `${formatCount(ok)} of ${plural(delivered, 'file')}${document} are as they were delivered`
  if (delivered > 1) return `all ${plural(delivered, 'file')}${document} are as they were delivered`
  return documents > 0 ? 'the document of results holds what the ledger says' : 'the file is as it was delivered'
}

function pathLines(word: string, paths: readonly string[]): readonly string[] {
  const more = paths.length - shownPaths
  const shown = paths.slice(0, shownPaths).map((path) => `  ${word}: ${safe(path, 400)}`)
  return more > 0 ? [...shown, `  … and ${formatCount(more)} more ${word} (all of them with --json)`] : shown
}
