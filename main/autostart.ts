import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'

/** Passed when the system starts us at sign-in: serve, and stay out of sight. */
const hiddenFlag = '--hidden'

/** Linux has no call for this: a desktop entry in the autostart folder is how every desktop there knows. */
const linuxEntry = (): string => path.join(app.getPath('appData'), 'autostart', 'landline.desktop')

export function opensAtLogin(): boolean {
  if (process.platform === 'linux') return existsSync(linuxEntry())
  return app.getLoginItemSettings({ args: [hiddenFlag] }).openAtLogin
}

/** @see https://specifications.freedesktop.org/autostart-spec/latest/ */
export function setOpensAtLogin(openAtLogin: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin, args: [hiddenFlag] })
  } else if (openAtLogin) {
    mkdirSync(path.dirname(linuxEntry()), { recursive: true })
    writeFileSync(linuxEntry(), desktopEntry(startCommand()))
  } else {
    rmSync(linuxEntry(), { force: true })
  }
}

/** An AppImage runs from a mount that is gone after the next sign-in; it says where its own file is. */
function startCommand(): string[] {
  if (process.env.APPIMAGE) return [process.env.APPIMAGE]
  return app.isPackaged ? [app.getPath('exe')] : [app.getPath('exe'), app.getAppPath()]
}

function desktopEntry(command: readonly string[]): string {
  const quoted = [...command, hiddenFlag].map((word) => `"${word.replace(/(["`$\\])/g, '\\$1').replaceAll('%', '%%')}"`)
  return `[Desktop Entry]
Type=Application
Name=Landline
Comment=Team chat for this office
Exec=${quoted.join(' ')}
Terminal=false
X-GNOME-Autostart-enabled=true
`
}
