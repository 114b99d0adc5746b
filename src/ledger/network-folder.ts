import { readFileSync, statfsSync } from 'node:fs'
import { UsageError } from '../base/errors.ts'

/** Magic numbers of file systems whose locks or write-ahead logs do not hold across machines (statfs(2)). */
const networkTypes = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'CephFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
])

const fuse = 0x65735546

/** FUSE carries local file systems too; these are the ones that lead over a network. */
const remoteFuse = /^fuse\.(sshfs|rclone|s3fs|goofys|gcsfuse|blobfuse2?|glusterfs|ceph.*|davfs|curlftpfs|mount-s3|juicefs)$/i

/** Throws UsageError NETWORK_FOLDER where a ledger could not keep its promises. */
export function refuseNetworkFolder(folder: string): void {
  const name = networkName(Number(statfsSync(folder).type), () => fuseTypeOf(folder))
  if (name === undefined) return
  throw new UsageError('NETWORK_FOLDER', `Expected the ledger on a local disk, got ${folder}, which is on ${name}.`, {
    fix: 'Name a file on a local disk with --ledger; the output may stay where it is.',
  })
}

/** The name of the network file system, or nothing where it is local. */
export function networkName(type: number, fuseType: () => string | undefined): string | undefined {
  // statfs gives the number as a signed one on some systems.
  const known = networkTypes.get(type < 0 ? type + 2 ** 32 : type)
  if (known !== undefined || type !== fuse) return known
  const mounted = fuseType()
  return mounted !== undefined && remoteFuse.test(mounted) ? mounted : undefined
}

/** The type of the mount with the longest path above the folder, from /proc/self/mountinfo. */
function fuseTypeOf(folder: string): string | undefined {
  return mountType(readFileSync('/proc/self/mountinfo', 'utf8'), folder)
}

export function mountType(mountinfo: string, folder: string): string | undefined {
  const isAbove = (path: string) => folder === path || folder.startsWith(path.endsWith('/') ? path : `${path}/`)
  const mounts = mountinfo
    .split('\n')
    .map((line) => ({ path: line.split(' ')[4] ?? '', type: line.split(' - ')[1]?.split(' ')[0] }))
    .filter(({ path }) => path !== '' && isAbove(path))
  return mounts.sort((a, b) => a.path.length - b.path.length).at(-1)?.type
}
