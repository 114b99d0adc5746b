/**
 * How what a step writes reaches its final path. The order is the promise: write a temporary file, verify it, sync it,
 * claim the path with its hash, rename, sync the folder; the ledger marks it delivered with the step's result.
 * A crash in between leaves the old file or the complete new one, and the claim explains either.
 */
import { basename, isAbsolute, join } from 'node:path'
import { PermanentError } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ClaimHolder } from '../ledger/rows.ts'
import type { OutputDefinition } from '../pipeline/definition.ts'
import type { DeliveredFile, Delivery, DeliveryFacts } from '../pipeline/delivery.ts'
import type { OutputAccess } from '../steps/step.ts'
import { discard, publish, seal, temporaryFor } from '../system/delivery.ts'
import { pathKey, resolveBelow } from '../system/safe-path.ts'
import { standingFile } from './standing-file.ts'
import type { Walk } from './walk.ts'

export interface DeliverySetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly batchName: string
  /** Nothing is written outside of it. Absolute. */
  readonly root: string
  readonly overwrite: OutputDefinition['overwrite']
  /**
   * Refuse a foreign file before the work is done. Not with `durability: fast`: after a power cut the ledger may not know
   * a file of its own, and only the finished content can tell that it is the same.
   */
  readonly refusesEarly: boolean
  /** The item's final path as far as it is known: absent while the layout has to see the result. */
  pathFor(walk: Walk, known: KnownFacts): string | undefined
  /** Throws INPUT_CHANGED when the item's file is not what it was. */
  checkInput(walk: Walk): Promise<void>
}

export interface KnownFacts extends DeliveryFacts {
  readonly extension?: string
  readonly sizeBytes?: number
}

/** What one step of one walk may write. */
export class WalkOutput implements OutputAccess {
  readonly #walk: Walk
  readonly #step: string
  readonly #setting: DeliverySetting
  #count = 0

  constructor(walk: Walk, step: string, setting: DeliverySetting) {
    this.#walk = walk
    this.#step = step
    this.#setting = setting
  }

  get path(): string | undefined {
    return this.#setting.pathFor(this.#walk, {})
  }

  get delivered(): readonly DeliveredFile[] {
    return this.#walk.delivered
  }

  resolve(path: string): Promise<string> {
    const { root } = this.#setting
    return resolveBelow(root, isAbsolute(path) ? path : join(root, path))
  }

  async deliver(delivery: Delivery): Promise<DeliveredFile> {
    const { root } = this.#setting
    const key = this.#key()
    const early = await this.#target(delivery, {})
    if (early !== undefined && this.#setting.refusesEarly) await this.#refuseForeign(early)
    const temporary = await temporaryFor(root, key, basename(early ?? 'output'))
    try {
      const facts = await delivery.write(temporary)
      return await this.#put(temporary, delivery, facts ?? {})
    } finally {
      await discard(root, key)
    }
  }

  async #put(temporary: string, delivery: Delivery, facts: DeliveryFacts): Promise<DeliveredFile> {
    const sealed = await seal(temporary)
    const path = await this.#target(delivery, { ...facts, sizeBytes: sealed.sizeBytes })
    if (path === undefined)
      throw new PermanentError('OUTPUT_PATH_UNKNOWN', 'the output layout needs facts about the result that the step did not give')
    await this.#setting.checkInput(this.#walk)
    const previous = await this.#claim(path, sealed)
    const standing = await standingFile({ path, previous, sealed, overwrite: this.#setting.overwrite })
    const { mtimeMs } =
      standing.kind === 'same' ? standing : await publish(temporary, path, { mayReplace: standing.kind === 'ours' })
    return this.#record({ path, ...sealed, mtimeMs })
  }

  #record(file: DeliveredFile): DeliveredFile {
    this.#walk.delivered.push(file)
    this.#walk.unwritten.files.push({ ...file, pathKey: pathKey(file.path) })
    this.#walk.outputBytes += file.sizeBytes
    return file
  }

  async #claim(path: string, sealed: { readonly sizeBytes: number; readonly sha256: string }): Promise<ClaimHolder | undefined> {
    const { ledger, batch } = this.#setting
    const { ready, item } = this.#walk
    const claim = {
      op: 'claim',
      batch,
      seq: ready.seq,
      itemId: item.id,
      step: this.#step,
      path,
      pathKey: pathKey(path),
      ...sealed,
    } as const
    const [answer] = await ledger.commit([claim])
    if (answer.granted) return answer.previous
    throw collision(path, answer.holder.itemId)
  }

  /** Before the work is done: what would be refused afterwards is refused now. */
  async #refuseForeign(path: string): Promise<void> {
    const { ledger, batch, overwrite } = this.#setting
    const holder = await ledger.read({ get: 'claim', pathKey: pathKey(path) })
    if (holder !== undefined && holder.batch === batch && holder.itemId !== this.#walk.item.id)
      throw collision(path, holder.itemId)
    await standingFile({ path, previous: holder, sealed: undefined, overwrite })
  }

  async #target(delivery: Delivery, facts: KnownFacts): Promise<string | undefined> {
    const extension = delivery.extension === undefined ? {} : { extension: delivery.extension }
    const path = delivery.path ?? this.#setting.pathFor(this.#walk, { ...facts, ...extension })
    return path === undefined ? undefined : this.resolve(path)
  }

  #key(): string {
    this.#count += 1
    return `${this.#setting.batchName}-p${process.pid}-${this.#walk.ready.seq}-${this.#walk.attempt}-${this.#walk.step}-${this.#count}`
  }
}

function collision(path: string, holder: string): PermanentError {
  return new PermanentError('OUTPUT_COLLISION', `${path} is already the output of "${holder}" in this batch`, {
    fix: 'Give the outputs different names with `output.naming` or another `output.layout`.',
  })
}
