import { FolderOpen } from 'lucide-react'
import { Button, showToast } from '../../ui/index.ts'
import type { DesktopBridge } from '../desktop-bridge.ts'

/** Shows the data folder in the system's file manager. */
export function OpenFolderButton({ bridge }: { bridge: DesktopBridge }) {
  const open = async (): Promise<void> => {
    const problem = await bridge.openDataFolder()
    if (problem) showToast(`The folder could not be opened: ${problem}`, { kind: 'problem' })
  }
  return (
    <Button size="s" icon={FolderOpen} onClick={open}>
      Open folder
    </Button>
  )
}
