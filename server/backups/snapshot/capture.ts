import type { Database, Db } from '../../database/connection.ts'
import type { Recorder } from '../journal/recorder.ts'
import type { Writing } from '../repository/tree.ts'
import type { CopiedFiles } from './copy-files.ts'
import type { DatabaseFacts, DatabaseFile, Joint } from './manifest.ts'
import type { WhatIsThere } from './what-is-there.ts'

/** The database at one moment as it was stored, and what belongs to that moment. */
export interface Captured {
  readonly facts: DatabaseFacts
  readonly database: DatabaseFile
  readonly uploads: CopiedFiles
  readonly journal?: Joint
  readonly copiedAt?: string
}

export interface Capturing {
  readonly file: Database['file']
  /** What writes down changes, where that is done. */
  readonly recorder: Pick<Recorder, 'position' | 'positionAt' | 'doubt' | 'spool'> | undefined
  readonly writing: Writing
  readonly there: WhatIsThere
  /** The file that says what the pages of the newest snapshot were. */
  readonly notes: string
  /** A folder for a copy of the database. */
  readonly folder: string
  /** Brings the files that a database knows into the repository. */
  readonly store: (db: Db) => Promise<CopiedFiles>
  /** Hears how many bytes of the database of so many were looked at. */
  readonly tell: (bytes: number, of: number) => void
}
