import { BatchError, errorCode, isMillraceError, PermanentError, toError } from '../base/errors.ts'

/** What failed to be written, as an error that says what happens next; any other error as it is. */
export function storageError(thrown: unknown, path: string): Error {
  if (isMillraceError(thrown)) return thrown
  switch (errorCode(thrown)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new BatchError('DISK_FULL', `No space is left for ${path}`, {
        cause: thrown,
        fix: 'Free some space, then `millrace resume` goes on where it stopped.',
      })
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new BatchError('OUTPUT_NOT_WRITABLE', `${path} may not be written by this user`, {
        cause: thrown,
        fix: 'Change the permissions of the output folder, or choose another one.',
      })
    case 'ENAMETOOLONG':
      return new PermanentError('OUTPUT_NAME_TOO_LONG', `The name of ${path} is longer than its file system allows`, {
        cause: thrown,
        fix: 'Shorten it with `output.naming`.',
      })
    case 'EISDIR':
    case 'ENOTEMPTY':
      return new PermanentError('OUTPUT_EXISTS', `Expected a file or nothing at ${path}, found a folder`, { cause: thrown })
    case 'ENOTDIR':
      return new PermanentError('OUTPUT_EXISTS', `A file stands where ${path} needs a folder`, { cause: thrown })
    case 'EXDEV':
      return new PermanentError('OUTPUT_OTHER_DEVICE', `${path} lies on another file system than the output folder`, {
        cause: thrown,
        fix: 'Files are renamed into place, which works within one file system: make that folder the output.',
      })
    default:
      return toError(thrown)
  }
}

/** True when there was no room to write: nothing else that writes could succeed either. */
export function isDiskFull(thrown: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'DISK_FULL'].includes(errorCode(thrown) ?? '')
}
