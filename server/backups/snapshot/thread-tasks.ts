import { unpackPages } from '../repository/pages/unpack-pages.ts'
import type { DatabaseFile } from './manifest.ts'
import { chunksWithin, joinParts, packPart, prepare, type Reach } from './pack-tasks.ts'
import { copyAndInspect, inspectDatabase } from './sqlite-tasks.ts'

export interface Unpacking extends Reach {
  readonly file: DatabaseFile
  readonly to: string
}

/** What a thread does, each with one argument that can be sent to it; some tell their progress in bytes. */
export const tasks = {
  copy: ({ file, to }: { readonly file: string; readonly to: string }) => copyAndInspect(file, to),
  inspect: ({ file, deeply }: { readonly file: string; readonly deeply: boolean }) => inspectDatabase(file, deeply),
  prepare,
  packPart,
  joinParts,
  unpack: ({ file, to, ...reach }: Unpacking, tell: (bytes: number) => void) => unpackPages(chunksWithin(reach), file, to, tell),
}
export type Tasks = typeof tasks
