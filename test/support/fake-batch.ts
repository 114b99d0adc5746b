import { EventBus } from '../../src/events/bus.ts'
import type { BatchStatus } from '../../src/report/status.ts'
import type { Batch, BatchResult } from '../../src/setup/request.ts'
import { someStatus } from './status.ts'

/** A batch whose status and end a test decides, and that remembers what it was asked to do. */
export class FakeBatch implements Batch {
  readonly id: string
  readonly events = new EventBus((error) => {
    throw error
  })
  readonly asked: string[] = []
  readonly done: Promise<BatchResult>
  finish: (result: BatchResult) => void = () => {}
  now: BatchStatus

  constructor(status: Partial<BatchStatus> = {}) {
    this.now = someStatus(status)
    this.id = this.now.batch_id
    this.done = new Promise((resolve) => {
      this.finish = resolve
    })
  }

  status(): BatchStatus {
    return this.now
  }

  async *outputs() {}

  control(verb: string, args: object = {}): Promise<string> {
    this.asked.push(`${verb} ${JSON.stringify(args)}`)
    return Promise.resolve(`${verb}: done`)
  }
}
