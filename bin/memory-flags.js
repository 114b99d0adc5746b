// What is in use is small and steady, what is thrown away is much: on a large machine Node would let it pile up to
// several times the size before it cleans up.
export const memoryFlags = ['--max-semi-space-size=8', '--heap-growing-percent=30']
