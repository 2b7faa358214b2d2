import type { Db } from '../../database/connection.ts'
import { bytesStored } from '../blob-queries.ts'
import { allFileClasses, fileClasses } from '../file-class.ts'

const counted = allFileClasses.filter((fileClass) => fileClasses[fileClass].countsAsUploadSpace)

/** What the organization's members have sent so far, in bytes: the figure that an upload quota limits. */
export const uploadSpaceUsed = (db: Db): Promise<number> => bytesStored(db, counted)
