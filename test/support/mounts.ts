/** File systems of a test's own (Linux, root): small ones, and one whose power can be cut. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** A memory file system of this size (`16m`), unmounted when the test ends. */
export function mountMemory(t: Pick<TestContext, 'after'>, size: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-mount-'))
  must('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)
  t.after(() => {
    spawnSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

export interface CuttableDisk {
  /** Where it is mounted. */
  readonly folder: string
  /** Writes everything down: what was arranged before the trial is no part of it. */
  settle(): void
  /** What would be on the disk if the power went now: copies its image. Unwritten pages of the cache are not in it. */
  cut(): void
  /** Replaces the disk by the copy of the last cut, mounted at the same place. Nothing may use it any more. */
  powerUp(): void
}

/** ext4 on a loop device whose image lies in memory. */
export function mountCuttable(t: Pick<TestContext, 'after'>, megabytes: number): CuttableDisk {
  const memory = mountMemory(t, `${megabytes * 2 + 8}m`)
  const [image, copy, folder] = [join(memory, 'image'), join(memory, 'copy'), join(memory, 'disk')]
  must('dd', 'if=/dev/zero', `of=${image}`, 'bs=1M', `count=${megabytes}`)
  must('mkfs.ext4', '-q', '-F', image)
  mkdirSync(folder)
  const mount = () => must('mount', '-o', 'loop', image, folder)
  mount()
  t.after(() => spawnSync('umount', [folder]))
  return {
    folder,
    settle: () => must('sync', '--file-system', folder),
    cut: () => copyFileSync(image, copy),
    powerUp: () => {
      must('umount', folder)
      copyFileSync(copy, image)
      mount()
    },
  }
}

/** Why loop devices cannot be used here, or false. */
export function needsLoopDevice(): string | false {
  if (process.getuid?.() !== 0) return 'needs root'
  return spawnSync('losetup', ['--find']).status === 0 ? false : 'no free loop device'
}

function must(program: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`)
}
