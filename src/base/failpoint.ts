/**
 * Named points at which a crash test ends the process as a power cut would: `MILLRACE_FAILPOINT=after-rename:3`
 * kills it the third time it comes by. Costs one comparison when the variable is not set.
 */
const [wanted = '', hit = '1'] = (process.env['MILLRACE_FAILPOINT'] ?? '').split(':')
const hits = { left: Number(hit) }

export function failpoint(name: string): void {
  if (wanted === '' || name !== wanted) return
  hits.left -= 1
  if (hits.left > 0) return
  process.kill(process.pid, 'SIGKILL')
  // The signal is delivered while we wait here: nothing behind this line runs.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000)
}
