import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/* The real keychain of a Linux desktop, on a D-Bus session and in a home of its own. */

const tools = ['dbus-run-session', 'gnome-keyring-daemon']
const missing = tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0)
if (missing.length > 0)
  console.warn(`gnome-keyring.test.ts: no real keychain is tried here, for want of ${missing.join(' and ')}`)
const here = test.runIf(missing.length === 0 || process.env.CI)

let home: string
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'landline-keyring-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const beside = (name: string): string => JSON.stringify(path.join(import.meta.dirname, name))
const imports = `
  import { SettingsFile } from ${beside('../landline-json.ts')}
  import { openSecrets } from ${beside('choose.ts')}
  import { loadKeytar, waitsForKeychain } from ${beside('keychain.ts')}
  import { Secret } from ${beside('secret.ts')}
  const open = () => openSecrets({ folder: { path: process.env.HOME }, settings: new SettingsFile(process.env.HOME + '/landline.json') })
`
/** On a busy computer a keyring that is only just starting could take longer than it is waited for. */
const openOnceAwake = `
  await (await loadKeytar()).findCredentials('nobody')
  const { store, report } = await open()
`

/** Runs scripts, a process each, in a desktop session that `prepare` has set up, and returns what they said. */
function inSession(prepare: string, ...scripts: string[]): string[] {
  const programs = Object.fromEntries(scripts.map((script, i) => [`PROGRAM${i}`, imports + script]))
  const steps = [prepare, ...Object.keys(programs).map((name) => `"$NODE" --input-type=module -e "$${name}" || true`)]
  const { DBUS_SESSION_BUS_ADDRESS: _, DISPLAY: __, ...env } = process.env
  const run = spawnSync('dbus-run-session', ['--', 'sh', '-c', steps.join('\n')], {
    env: { ...env, HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, NODE: process.execPath, ...programs },
    encoding: 'utf8',
    timeout: 120_000,
  })
  if (run.error) throw new Error(`The desktop session could not be run: ${run.error.message}`)
  const said = run.stdout.split('\n').filter((line) => line.startsWith('said '))
  if (said.length === 0) throw new Error(`Nothing was said in the desktop session: ${run.stdout} ${run.stderr}`)
  return said.map((line) => line.slice(5))
}

here('GNOME’s keyring keeps a secret, and gives it back to the next process', () => {
  const said = inSession(
    'printf pw | gnome-keyring-daemon --unlock --components=secrets > /dev/null',
    `${openOnceAwake} await store.set('s3', new Secret('hunter2 ü')); console.log('said', report.kind)`,
    `${openOnceAwake} console.log('said', (await store.get('s3')).reveal(), await store.names())
     await store.delete('s3'); console.log('said', await store.names())`,
  )
  expect(said).toEqual(['keychain', "hunter2 ü [ 's3' ]", '[]'])
})

here('a keyring that nobody has unlocked makes way for the encrypted file', () => {
  const [said] = inSession('', `const { report } = await open(); console.log('said', report.kind, report.why)`)
  expect(said).toMatch(/^file The keychain of this computer cannot be used: .*encrypted file/)
})

here('a keychain that does not answer is given up on, and known to be still waited for', () => {
  const services = path.join(home, 'dbus-1', 'services')
  mkdirSync(services, { recursive: true })
  const deaf = '[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/sh -c "exec sleep 20 >/dev/null 2>&1"\n'
  writeFileSync(path.join(services, 'org.freedesktop.secrets.service'), deaf)

  const [said] = inSession(
    '',
    `const { report } = await open(); console.log('said', waitsForKeychain(), report.why); process.kill(process.pid, 'SIGKILL')`,
  )

  expect(said).toMatch(/^true The keychain of this computer cannot be used: it did not answer within 3 seconds\./)
})
