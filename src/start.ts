/** The door for a process that is starting: small itself, it lets begin what takes long while the rest is loaded. */
export { keepCompiled } from './base/compile-cache.ts'
export { readyThread as readyLedger } from './ledger/ready-thread.ts'
