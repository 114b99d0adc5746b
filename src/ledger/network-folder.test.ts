import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { mountType, networkName, refuseNetworkFolder } from './network-folder.ts'

const local = () => undefined

test('a local folder is accepted', (t) => {
  refuseNetworkFolder(workspace(t).folder)
})

test('network file systems are known by their number, signed or not', () => {
  assert.equal(networkName(0x6969, local), 'NFS')
  assert.equal(networkName(0xff534d42, local), 'CIFS')
  assert.equal(networkName(0xfe534d42 - 2 ** 32, local), 'SMB')
  assert.equal(networkName(0xef53, local), undefined)
})

test('of the file systems behind FUSE only the remote ones are refused', () => {
  assert.equal(
    networkName(0x65735546, () => 'fuse.sshfs'),
    'fuse.sshfs',
  )
  assert.equal(
    networkName(0x65735546, () => 'fuse.ntfs-3g'),
    undefined,
  )
})

test('the deepest mount above a folder says what it is on', () => {
  const mountinfo = [
    '22 1 254:0 / / rw - ext4 /dev/vda rw',
    '40 22 0:44 / /mnt/far rw,nosuid shared:1 - fuse.sshfs host:/ rw',
    '41 22 0:45 / /mnt/farther rw - fuse.rclone x rw',
  ].join('\n')
  assert.equal(mountType(mountinfo, '/mnt/far/away'), 'fuse.sshfs')
  assert.equal(mountType(mountinfo, '/mnt/far'), 'fuse.sshfs')
  assert.equal(mountType(mountinfo, '/home'), 'ext4')
})
