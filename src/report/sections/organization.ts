import type { ReportFacts } from '../facts.ts'

/** Where the outputs lie: every folder that was filled, with what is in it. */
export function organizationSection({ batch, items }: ReportFacts) {
  const folders = items.folders.folders
  const { rest } = items.folders
  return {
    root: batch.outputRoot,
    folder_count: folders.length,
    file_count: folders.reduce((sum, folder) => sum + folder.files, rest.files),
    folders: folders.map(({ path, files, bytes }) => ({ path, files, bytes })),
    in_further_folders: { files: rest.files, bytes: rest.bytes },
  }
}
