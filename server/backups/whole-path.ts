import path from 'node:path'
import { BackupRefused } from './refused.ts'

/** A folder as an owner typed it. @throws BackupRefused for a part of a path: from where on it goes is anybody's guess */
export function wholePath(typed: string): string {
  if (path.isAbsolute(typed)) return typed
  const example = process.platform === 'win32' ? 'E:\\Backups' : '/media/usb-stick/backups'
  throw new BackupRefused('PATH_INCOMPLETE', `“${typed}” is not a whole path.`, `It looks like ${example}.`)
}
