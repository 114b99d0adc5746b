/** What this machine has to work with: programs with their versions, Node, SQLite, memory, disk. */
import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { formatBytes } from '../../base/format.ts'
import { version } from '../../index.ts'
import { safe } from '../terminal/text.ts'

export interface Findings {
  readonly millrace: string
  readonly node: string
  readonly sqlite: string
  readonly platform: string
  readonly cores: number
  readonly memory: { readonly total_bytes: number; readonly free_bytes: number; readonly limit_bytes: number | null }
  readonly disk: { readonly free_bytes: number; readonly total_bytes: number; readonly writable: boolean }
  readonly libraries: readonly Tool[]
  readonly tools: readonly Tool[]
}

interface Tool {
  readonly name: string
  /** null: not found. */
  readonly version: string | null
  readonly for: string
}

const programs = [
  { name: 'ffmpeg', args: ['-version'], for: 'images that sharp cannot decode' },
  { name: 'avifdec', args: ['--version'], for: 'images that sharp cannot decode' },
  { name: 'git', args: ['--version'], for: 'pipelines that use it' },
] as const

const patienceMs = 5_000

export async function examine(folder: string): Promise<Findings> {
  const disk = await statfs(folder)
  const limit = process.constrainedMemory()
  return {
    millrace: version,
    node: process.versions.node,
    sqlite: process.versions.sqlite ?? 'unknown',
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    memory: { total_bytes: totalmem(), free_bytes: freemem(), limit_bytes: limit > 0 && limit < totalmem() ? limit : null },
    disk: { free_bytes: disk.bavail * disk.bsize, total_bytes: disk.blocks * disk.bsize, writable: isWritable(folder) },
    libraries: [{ name: 'sharp', version: await sharpVersion(), for: 'images' }],
    tools: await Promise.all(
      programs.map(async (program) => ({ name: program.name, version: await versionOf(program), for: program.for })),
    ),
  }
}

async function sharpVersion(): Promise<string | null> {
  try {
    const { default: sharp } = await import('sharp')
    return `${sharp.versions.sharp} (libvips ${sharp.versions.vips})`
  } catch {
    // Not installed for this platform: exactly what is asked.
    return null
  }
}

/** The first line that the program says about itself; null where it cannot be started. */
function versionOf({ name, args }: { readonly name: string; readonly args: readonly string[] }): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(name, [...args], { timeout: patienceMs }, (error, stdout) =>
      resolve(error ? null : safe(stdout.split('\n')[0] ?? '', 80)),
    )
  })
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export function findingLines(found: Findings): readonly string[] {
  const { memory, disk } = found
  const limit = memory.limit_bytes === null ? '' : `, limited to ${formatBytes(memory.limit_bytes)}`
  return [
    `millrace  ${found.millrace}, Node ${found.node}, SQLite ${found.sqlite}, ${found.platform}`,
    `machine   ${found.cores} cores, ${formatBytes(memory.total_bytes)} of memory, ${formatBytes(memory.free_bytes)} free${limit}`,
    `disk      ${formatBytes(disk.free_bytes)} free of ${formatBytes(disk.total_bytes)}${disk.writable ? '' : ', and this folder cannot be written'}`,
    ...[...found.libraries, ...found.tools].map(toolLine),
  ]
}

function toolLine({ name, version: found, for: purpose }: Tool): string {
  return `${found === null ? '✗' : '✔'} ${name.padEnd(8)}${found ?? 'not found'}  (${purpose})`
}
