import { useState } from 'react'
import { showToast } from '../../ui/index.ts'
import { uploadFile } from '../api/uploads.ts'
import { store } from '../state/store.ts'
import { forgetUpload, type KeptUpload, keepUpload, keptFile, keptUploads } from './kept-uploads.ts'

export interface Upload {
  id: number
  name: string
  /** 0 to 1 */
  share: number
  cancel: () => void
}

interface Target {
  /** Undefined while the place is incomplete. */
  conversation: string | undefined
  /** What is written there. */
  text: () => string
  /** Puts a placeholder where the cursor is. */
  insert: (text: string) => void
  /** Exchanges it, even if the reader has gone to another conversation in the meantime. */
  replace: (placeholder: string, text: string) => void
}

interface Uploads {
  uploads: readonly Upload[]
  start: (files: Iterable<File>, target: Target) => void
  /** Goes on with what was under way to this place when the page was loaded again. */
  resume: (target: Target) => void
}

let nextNumber = 1
/** The keys of what this page is sending. */
const underWay = new Set<string>()

/** Sends files and leaves links to them in the text. */
export function useUploads(): Uploads {
  const [uploads, setUploads] = useState<readonly Upload[]>([])

  const send = async (file: File, name: string, placeholder: string, replace: Target['replace']) => {
    const id = nextNumber++
    const abort = new AbortController()
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

  const begin = async (file: File, { conversation, insert, replace }: Target) => {
    const number = nextNumber++
    const name = file.name || 'image.png'
    const placeholder = `[Uploading ${bracketFree(name)} (${number})…]()`
    const kept = conversation && { key: [Date.now(), Math.random()] as const, conversation, number, name, placeholder }
    insert(placeholder)
    if (kept) {
      underWay.add(String(kept.key))
      void keepUpload(kept, file)
    }
    await send(file, name, placeholder, replace)
    if (kept) await forgetUpload(kept)
  }

  const goOn = async (kept: KeptUpload, { text, replace }: Target) => {
    const { key, name, number, placeholder } = kept
    if (underWay.has(String(key))) return
    underWay.add(String(key))
    nextNumber = Math.max(nextNumber, number + 1)
    if (text().includes(placeholder)) {
      const file = await keptFile(kept)
      if (file) await send(file, name, placeholder, replace)
      else {
        replace(placeholder, '')
        showToast(`Choose ${name} again: its upload goes on where it stopped.`)
      }
    }
    await forgetUpload(kept)
  }

  return {
    uploads,
    start(files, target) {
      for (const file of files) if (!isTooLarge(file)) void begin(file, target)
    },
    resume(target) {
      for (const kept of target.conversation ? keptUploads(target.conversation) : []) void goOn(kept, target)
    },
  }
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
