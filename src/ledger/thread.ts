/**
 * The ledger's thread. Duties: 1. own the connection that writes; 2. take everything that has arrived, commit it as one
 * transaction, answer all of it, repeat: no timer, and one fsync however much had gathered; 3. ask between commits, in
 * the order of the calls, so that a question sees what was written before it.
 */
import { flushCompileCache } from 'node:module'
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads'
import type { LedgerCore } from './core.ts'
import { encodeError, type Reply, type Request } from './messages.ts'
import { type OpenFile, openCore } from './open-core.ts'
import { unpackOp } from './pack.ts'

type Commit = Extract<Request, { readonly kind: 'commit' }>

/** The first message names the file. The thread may have been started long before there is one. */
function main(port: MessagePort): void {
  // Now, under the flags that the next start begins with: they may change while the batch runs.
  flushCompileCache()
  port.once('message', (text: string) => serve(port, JSON.parse(text)))
}

function serve(port: MessagePort, file: OpenFile): void {
  const core = open(port, file)
  if (core === undefined) return
  port.on('message', (text: string) => {
    const requests = arrived(port, text)
    port.postMessage(JSON.stringify(answerAll(core, requests)))
    if (requests.at(-1)?.kind === 'close') port.close()
  })
}

/** The first reply, number 0, says that the file is open, or why not. */
function open(port: MessagePort, file: OpenFile): LedgerCore | undefined {
  try {
    const core = openCore(file)
    port.postMessage(JSON.stringify([{ id: 0, answer: null }]))
    return core
  } catch (error) {
    port.postMessage(JSON.stringify([{ id: 0, error: encodeError(error) }]))
    port.close()
    return undefined
  }
}

/** This message and all that wait behind it. */
function arrived(port: MessagePort, first: string): Request[] {
  const requests: Request[] = JSON.parse(first)
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    const more: Request[] = JSON.parse(next.message)
    for (const request of more) requests.push(request)
  }
  return requests
}

/** Neighbouring commits share a transaction. */
function answerAll(core: LedgerCore, requests: readonly Request[]): readonly Reply[] {
  const replies: Reply[] = []
  const gathered: Commit[] = []
  const commitGathered = () => {
    for (const reply of commit(core, gathered.splice(0))) replies.push(reply)
  }
  for (const request of requests) {
    if (request.kind === 'commit') {
      gathered.push(request)
    } else {
      commitGathered()
      replies.push(answer(core, request))
    }
  }
  commitGathered()
  return replies
}

function commit(core: LedgerCore, requests: readonly Commit[]): readonly Reply[] {
  const results = core.commit(requests.map(({ ops }) => ops.map(unpackOp)))
  return requests.map(({ id }, at): Reply => {
    const result = results[at]
    return result?.kind === 'done' ? { id, answer: result.answers } : { id, error: encodeError(result?.error) }
  })
}

function answer(core: LedgerCore, request: Exclude<Request, Commit>): Reply {
  try {
    return { id: request.id, answer: ask(core, request) ?? null }
  } catch (error) {
    return { id: request.id, error: encodeError(error) }
  }
}

function ask(core: LedgerCore, request: Exclude<Request, Commit>): unknown {
  switch (request.kind) {
    case 'window':
      return core.window(request.ask)
    case 'read':
      return core.read(request.query)
    case 'close':
      return core.close()
  }
}

if (parentPort !== null) main(parentPort)
