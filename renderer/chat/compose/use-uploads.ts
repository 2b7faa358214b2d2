import { useState } from 'react'
import { showToast } from '../../ui/index.ts'
import { uploadFile } from '../api/uploads.ts'
import { store } from '../state/store.ts'

export interface Upload {
  id: number
  name: string
  /** 0 to 1 */
  share: number
  cancel: () => void
}

interface Target {
  /** Puts a placeholder where the cursor is. */
  insert: (text: string) => void
  /** Exchanges it, even if the reader has gone to another conversation in the meantime. */
  replace: (placeholder: string, text: string) => void
}

let nextId = 1

/** Sends files and leaves links to them in the text. */
export function useUploads(): { uploads: readonly Upload[]; start: (files: Iterable<File>, target: Target) => void } {
  const [uploads, setUploads] = useState<readonly Upload[]>([])

  const start = (files: Iterable<File>, target: Target) => {
    for (const file of files) {
      if (isTooLarge(file)) continue
      void send(file, target)
    }
  }

  const send = async (file: File, { insert, replace }: Target) => {
    const id = nextId++
    const abort = new AbortController()
    const name = file.name || 'image.png'
    const placeholder = `[Uploading ${bracketFree(name)} (${id})…]()`
    insert(placeholder)
    setUploads((all) => [...all, { id, name, share: 0, cancel: () => abort.abort() }])
    const progress = (share: number) => setUploads((all) => all.map((one) => (one.id === id ? { ...one, share } : one)))
    try {
      const { url, filename } = await uploadFile(file, progress, abort.signal)
      replace(placeholder, `[${bracketFree(filename)}](${url})`)
    } catch (error) {
      replace(placeholder, '')
      if ((error as Error).name !== 'AbortError')
        showToast(`${name} was not uploaded: ${(error as Error).message}`, { kind: 'problem' })
    } finally {
      setUploads((all) => all.filter((one) => one.id !== id))
    }
  }

  return { uploads, start }
}

function isTooLarge(file: File): boolean {
  const most = store.getState().organization.max_file_upload_size_mib
  if (file.size <= most * 1024 * 1024) return false
  showToast(`${file.name} is larger than the ${most} MB that this server takes.`, { kind: 'problem' })
  return true
}

/** Brackets in a file name would end the link early. */
function bracketFree(name: string): string {
  return name.replace(/[[\]]/g, '')
}
