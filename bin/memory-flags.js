// What is in use is small and steady, what is thrown away is much: see also src/apps/cli/tidy-memory.ts.
export const memoryFlags = ['--max-semi-space-size=8']
