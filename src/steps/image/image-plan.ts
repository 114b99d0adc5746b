import type { Json, JsonObject } from '../../base/json.ts'
import type { StepPlan } from '../step.ts'
import { decoders, versionOf } from './decoders/decoders.ts'

/** What is known before the first picture. A new version of any decoder makes kept results stale. */
export async function imagePlan(options: JsonObject): Promise<StepPlan> {
  const isReading = options['action'] === 'inspect' || options['action'] === 'metadata'
  const known = await Promise.all(decoders.map(async (decoder) => `${decoder.name} ${(await versionOf(decoder)) ?? '-'}`))
  return {
    effects: isReading ? 'pure' : 'idempotent',
    isDurable: true,
    boundBy: 'cpu',
    isPerItem: true,
    readsFile: true,
    readsAll: false,
    delivers: !isReading,
    version: `image 1; ${known.join('; ')}`,
    missing: await missingDecoders(options['decoder']),
  }
}

const packages: Readonly<Record<string, string>> = {
  avifdec: 'Debian and Ubuntu: apt install libavif-bin. macOS: brew install libavif',
  ffmpeg: 'Debian and Ubuntu: apt install ffmpeg. macOS: brew install ffmpeg',
}

/** Only a decoder that was asked for by name can be missing. */
async function missingDecoders(choice: Json | undefined): Promise<string[]> {
  const wanted = decoders.find(({ name }) => name === choice)
  if (wanted === undefined || (await versionOf(wanted)) !== undefined) return []
  return [`Expected the program ${wanted.name} (decoder: ${wanted.name}), got none on the PATH. ${packages[wanted.name] ?? ''}.`]
}
