import { dialog, shell } from 'electron'

/**
 * Opens a link from a message in the program that the system has for it. Only web pages and mail: other schemes start
 * programs, and a message must not be able to. Unencrypted pages are asked about, since anyone on the way may change them.
 */
export async function openOutside(address: string): Promise<void> {
  const url = URL.parse(address)
  if (!url) return
  if (url.protocol === 'https:' || url.protocol === 'mailto:') return shell.openExternal(url.href)
  if (url.protocol !== 'http:') return
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: 'Open this page in your browser?',
    detail: `${url.href}\n\nIt is not encrypted: whoever runs the network can read and change what you see.`,
    buttons: ['Open', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  })
  if (response === 0) await shell.openExternal(url.href)
}
