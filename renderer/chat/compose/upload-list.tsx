import { X } from 'lucide-react'
import { IconButton } from '../../ui/index.ts'
import { useChat } from '../state/store.ts'
import type { Upload } from './use-uploads.ts'

export function UploadList({ uploads }: { uploads: readonly Upload[] }) {
  const offline = useChat(({ connection }) => connection !== 'live')
  if (uploads.length === 0) return null
  return (
    <ul className="uploads" aria-label="Uploads">
      {uploads.map(({ id, name, share, cancel }) => (
        <li key={id} className="upload">
          <span className="truncate">{name}</span>
          <progress value={share} max={1} aria-label={`Uploading ${name}`} />
          <span className="upload-share">{offline ? 'Waiting for the connection' : `${Math.round(share * 100)} %`}</span>
          <IconButton icon={X} size="s" label={`Cancel ${name}`} onClick={cancel} />
        </li>
      ))}
    </ul>
  )
}
