import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDataFolder, platformDataFolder, whichDataFolder } from './data-folder.ts'
import { networkKindOf, syncProgramOf } from './folder-warnings.ts'
import { StartProblem } from './problem.ts'

let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'landline-folder-'))
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

function problemWith(where: string): StartProblem {
  try {
    openDataFolder(where)
  } catch (error) {
    if (error instanceof StartProblem) return error
    throw error
  }
  throw new Error('the folder was accepted')
}

const permissions = (file: string): number => statSync(file).mode & 0o777

describe('which folder', () => {
  test('the one a person asks for comes before the one of the environment', () => {
    expect(whichDataFolder('/srv/a', { LANDLINE_DATA: '/srv/b' })).toBe('/srv/a')
    expect(whichDataFolder(undefined, { LANDLINE_DATA: '/srv/b' })).toBe('/srv/b')
  })

  test.each([
    ['linux', {}, '/home/ada/.local/share/landline'],
    ['linux', { XDG_DATA_HOME: '/data/ada' }, '/data/ada/landline'],
    ['linux', { XDG_DATA_HOME: 'not/absolute' }, '/home/ada/.local/share/landline'],
    ['darwin', {}, '/home/ada/Library/Application Support/Landline'],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' }, 'C:\\Users\\ada\\AppData\\Local\\Landline'],
  ] as const)('on %s with %o it is %s', (platform, env, expected) => {
    expect(platformDataFolder(env, platform, '/home/ada')).toBe(expected)
  })
})

describe('a folder Landline can use', () => {
  test('is created with everything in it, for its owner alone', () => {
    const folder = openDataFolder(path.join(scratch, 'deep', 'landline'))

    expect(readdirSync(folder.path).toSorted()).toEqual(['avatars', 'backups', 'logs', 'tls', 'uploads'])
    for (const one of [folder.path, folder.uploads, folder.avatars, folder.backups, folder.logs, folder.tls]) {
      expect(permissions(one)).toBe(0o700)
    }
  })

  test('is closed to others where it was open', () => {
    const where = path.join(scratch, 'open')
    mkdirSync(where)
    chmodSync(where, 0o755)
    expect(permissions(openDataFolder(where).path)).toBe(0o700)
  })

  test('can be opened again with what is in it', () => {
    const where = path.join(scratch, 'mine')
    writeFileSync(openDataFolder(where).database, 'rows')
    expect(readdirSync(openDataFolder(where).path)).toContain('landline.db')
  })

  test('may be one that was prepared and never used', () => {
    const { path: where, desktop } = openDataFolder(path.join(scratch, 'new'))
    mkdirSync(desktop)
    expect(openDataFolder(where).path).toBe(where)
  })

  test('may have what a file manager left', () => {
    writeFileSync(path.join(scratch, '.DS_Store'), '')
    expect(openDataFolder(scratch).path).toBe(scratch)
  })
})

describe('a folder that is refused', () => {
  test('has somebody else’s files in it; they stay as they are', () => {
    writeFileSync(path.join(scratch, 'thesis.doc'), 'words')
    chmodSync(scratch, 0o755)

    const problem = problemWith(scratch)

    expect(problem.code).toBe('DATA_FOLDER_NOT_OURS')
    expect(problem.message).toBe(`The folder ${scratch} has other files in it and was never used by Landline.`)
    expect(problem.nextStep).toContain('--data')
    expect(readdirSync(scratch)).toEqual(['thesis.doc'])
    expect(permissions(scratch)).toBe(0o755)
  })

  test('is a file', () => {
    const file = path.join(scratch, 'file')
    writeFileSync(file, '')
    expect(problemWith(file)).toMatchObject({
      code: 'DATA_FOLDER_UNUSABLE',
      message: expect.stringContaining('a file in its way'),
    })
    expect(problemWith(path.join(file, 'below')).code).toBe('DATA_FOLDER_UNUSABLE')
  })

  test('cannot be written to, or belongs to another user', () => {
    const closed = path.join(scratch, 'closed')
    mkdirSync(closed)
    const asNobody = process.geteuid!() === 0
    if (asNobody)
      chmodSync(scratch, 0o755) // root may write anywhere, so step down to somebody who may not
    else chmodSync(closed, 0o500)
    if (asNobody) process.seteuid!(65534)
    try {
      expect(problemWith(path.join(closed, asNobody ? 'new' : '.'))).toMatchObject({
        code: 'DATA_FOLDER_READ_ONLY',
        message: expect.stringContaining('may not write'),
      })
      if (asNobody)
        expect(problemWith(closed)).toMatchObject({
          code: 'DATA_FOLDER_NOT_OURS',
          message: expect.stringContaining('another user'),
        })
    } finally {
      if (asNobody) process.seteuid!(0)
      chmodSync(closed, 0o700)
    }
  })

  /** Opens a data folder on a file system of its own, mounted for one process, and says what that ended in. */
  function openOnMount(prepare: string): string {
    const code = `
      import { openDataFolder } from ${JSON.stringify(path.join(import.meta.dirname, 'data-folder.ts'))}
      try { openDataFolder(process.argv[1]); console.log('accepted') } catch (error) { console.log(error.code, error.message, error.nextStep) }`
    const script = `${prepare}; exec "$NODE" --input-type=module -e "$CODE" "$1/landline"`
    const run = spawnSync('unshare', ['-Urm', 'sh', '-ec', script, 'sh', scratch], {
      env: { ...process.env, NODE: process.execPath, CODE: code },
      encoding: 'utf8',
    })
    return run.error || run.stderr ? `not run: ${run.error?.message ?? run.stderr}` : run.stdout
  }
  const mayMount = spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
  if (!mayMount) console.warn('data-folder.test.ts: no user namespaces here, so full and read-only disks are not tried')

  test.runIf(mayMount || process.env.CI)('is on a disk that is full', () => {
    const said = openOnMount(
      'mount -t tmpfs -o size=16k tmpfs "$1"; dd if=/dev/zero of="$1/film" bs=4k count=9 2>/dev/null || true',
    )
    expect(said).toMatch(/^DATA_FOLDER_FULL There is no space left .* nothing was changed/)
  })

  test.runIf(mayMount || process.env.CI)('is on a disk that is mounted read-only', () => {
    const said = openOnMount('mount -t tmpfs tmpfs "$1"; mkdir "$1/landline"; mount -o remount,ro "$1"')
    expect(said).toMatch(/^DATA_FOLDER_READ_ONLY Landline may not write /)
  })
})

describe('a folder that works but is unwise', () => {
  test.each([
    ['/home/ada/Dropbox/landline', 'Dropbox'],
    ['/Users/ada/Library/Mobile Documents/landline', 'iCloud'],
    ['/home/ada/OneDrive - Soup Ltd/chat', 'OneDrive'],
    ['/home/ada/nextcloud/landline', 'Nextcloud'],
    ['/home/ada/dropboxes/landline', undefined],
  ])('%s is synchronized by %s', (folder, program) => {
    expect(syncProgramOf(folder)).toBe(program)
  })

  test('below a Syncthing marker it is opened, with a warning that says what to do', () => {
    mkdirSync(path.join(scratch, '.stfolder'))
    const { warnings } = openDataFolder(path.join(scratch, 'landline'))
    expect(warnings).toMatchObject([{ code: 'DATA_FOLDER_SYNCED', message: expect.stringContaining('Syncthing') }])
    expect(existsSync(path.join(scratch, 'landline', 'uploads'))).toBe(true)
  })

  test('network drives are recognized by what the system says of them', () => {
    expect(networkKindOf('/mnt/share', 0x6969, 'linux')).toBe('NFS')
    expect(networkKindOf('/home/ada', 0xef53, 'linux')).toBeUndefined()
    expect(networkKindOf('\\\\nas\\team', 0, 'win32')).toBe('SMB')
    expect(networkKindOf('C:\\Users', 0, 'win32')).toBeUndefined()
  })
})
