import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../test/support/landline.ts'
import { openBareUploads, storeFile } from '../../test/support/storage/bare-uploads.ts'
import { bucketAt } from '../../test/support/storage/s3-server.ts'
import { startS3rver } from '../../test/support/storage/s3rver.ts'
import { Secret } from '../config/secrets/secret.ts'
import { discardBlobs, findBlob } from './blob-queries.ts'
import { allFileClasses, fileClasses } from './file-class.ts'
import { uploadSpaceUsed } from './files/space.ts'

test.each(allFileClasses)(
  'a file of the class %s moves to a bucket and back, counts as it should, and can be removed',
  async (fileClass) => {
    const server = await startS3rver(['files'])
    const bare = await openBareUploads(newFolder())
    onTestFinished(async () => {
      await bare.close()
      await server.stop()
    })
    const { uploads, database } = bare
    const content = Buffer.from(`a file of the class ${fileClass}`)
    const key = await storeFile(bare, content, fileClass)
    expect(key.startsWith(`${fileClasses[fileClass].folder}/`)).toBe(true)
    expect(await uploadSpaceUsed(database.read)).toBe(fileClasses[fileClass].countsAsUploadSpace ? content.length : 0)

    uploads.storage.change({ keepCopiesDays: 0 })
    const id = await uploads.storage.useBucket(bucketAt(server, 'files'), new Secret('any'))
    for (const to of [id, 'local']) {
      await uploads.mover.start({ to })
      await uploads.mover.settled()
      expect((await findBlob(database.read, key))!.store).toBe(to)
      expect(await uploads.storage.store(to).head(key)).toEqual({ bytes: content.length })
    }
    await uploads.housekeeping.idle()
    expect(await uploads.storage.store(id).head(key)).toBeUndefined()

    await database.inTransaction((trx) => discardBlobs(trx, [key], 0))
    uploads.sweep()
    await uploads.housekeeping.idle()
    expect(await findBlob(database.read, key)).toBeUndefined()
    expect(await uploads.storage.local.head(key)).toBeUndefined()
  },
)
