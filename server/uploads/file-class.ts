/**
 * Every kind of file that Landline stores. A class is covered by the move between stores, by backup, deletion and quota as soon
 * as it stands here; `file-class.test.ts` fails for one that is not.
 */
export const FileClass = {
  messageFile: 'messageFile',
  avatar: 'avatar',
  organizationIcon: 'organizationIcon',
  dayLogo: 'dayLogo',
  nightLogo: 'nightLogo',
  emoji: 'emoji',
  emojiStill: 'emojiStill',
  thumbnail: 'thumbnail',
  exportArchive: 'exportArchive',
} as const
export type FileClass = (typeof FileClass)[keyof typeof FileClass]

interface ClassFacts {
  /** Keys of this class begin with it. Below `avatars/` is what everyone may see: a bucket of its own where the owner wants that. */
  readonly folder: string
  /** Uses up the organization's upload space. */
  readonly countsAsUploadSpace: boolean
  /** Can be made again from another file, so that losing it loses nothing. */
  readonly isDerived: boolean
}

export const fileClasses: Readonly<Record<FileClass, ClassFacts>> = {
  messageFile: { folder: 'files', countsAsUploadSpace: true, isDerived: false },
  avatar: { folder: 'avatars/users', countsAsUploadSpace: false, isDerived: false },
  organizationIcon: { folder: 'avatars/organization', countsAsUploadSpace: false, isDerived: false },
  dayLogo: { folder: 'avatars/organization', countsAsUploadSpace: false, isDerived: false },
  nightLogo: { folder: 'avatars/organization', countsAsUploadSpace: false, isDerived: false },
  emoji: { folder: 'avatars/emoji', countsAsUploadSpace: false, isDerived: false },
  emojiStill: { folder: 'avatars/emoji', countsAsUploadSpace: false, isDerived: false },
  thumbnail: { folder: 'thumbnails', countsAsUploadSpace: false, isDerived: true },
  exportArchive: { folder: 'exports', countsAsUploadSpace: false, isDerived: false },
}

export const allFileClasses = Object.values(FileClass)
