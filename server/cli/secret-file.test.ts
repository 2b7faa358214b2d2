import { expect, test } from 'vitest'
import { newFolder } from '../../test/support/landline.ts'
import { readSecret } from './secret-file.ts'

test('whoever names a file that is not there is told what it should hold', async () => {
  await expect(readSecret(`${newFolder()}/key.txt`, 'recovery key')).rejects.toMatchObject({
    code: 'SECRET_FILE',
    message: expect.stringMatching(/^There is no file .+key.txt\.$/),
    nextStep: 'Name a file that holds the recovery key, or - to pipe it.',
  })
})
