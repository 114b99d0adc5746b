import { formatBytes } from '../../base/format.ts'
import type { SessionRow } from '../../ledger/rows.ts'
import type { ReportFacts } from '../facts.ts'
import { secondsOf } from '../item-row.ts'
import { measure } from '../measures.ts'
import { rounded } from './performance.ts'

/** What Millrace and its children used together, over all sessions. */
export function resourcesSection(facts: ReportFacts) {
  const { sessions, events, activeMs } = facts
  const { cpuMs, cpuShare, peakRssBytes, readBytes, writtenBytes } = measure(facts)
  const { machine } = events
  const perSecond = (bytes: number) => (activeMs > 0 ? rounded((bytes * 1000) / activeMs) : null)
  return {
    cpu: { seconds: secondsOf(cpuMs), share_of_machine: rounded(cpuShare), cores: machine?.cores ?? null },
    memory: {
      peak_bytes: peakRssBytes,
      peak_text: formatBytes(peakRssBytes),
      limit_bytes: machine?.memoryLimitBytes ?? null,
      limit_text: machine ? formatBytes(machine.memoryLimitBytes) : null,
    },
    disk: {
      read_bytes: readBytes,
      read_text: formatBytes(readBytes),
      read_bytes_per_second: perSecond(readBytes),
      written_bytes: writtenBytes,
      written_text: formatBytes(writtenBytes),
      written_bytes_per_second: perSecond(writtenBytes),
      free_bytes_at_start: machine?.diskFreeBytes ?? null,
    },
    sessions: sessions.map(sessionFacts),
    warnings: events.warnings.map(({ at, code, message }) => ({ at: new Date(at).toISOString(), code, message })),
  }
}

function sessionFacts(session: SessionRow) {
  return {
    session: session.session,
    host: session.host,
    pid: session.pid,
    started_at: new Date(session.started).toISOString(),
    ended_at: session.ended === undefined ? null : new Date(session.ended).toISOString(),
    cpu_seconds: secondsOf(session.cpuMs),
    peak_bytes: session.peakRssBytes,
    read_bytes: session.readBytes,
    written_bytes: session.writtenBytes,
  }
}
