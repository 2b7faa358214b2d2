import './lightbox.css'
import { ChevronLeft, ChevronRight, Download, ExternalLink, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { IconButton } from '../../ui/index.ts'
import type { Picture } from './open-lightbox.ts'

interface LightboxProps {
  pictures: Picture[]
  index: number
  onClose: () => void
}

/** A picture as large as the window allows; arrow keys show its neighbours. */
export default function Lightbox({ pictures, index, onClose }: LightboxProps) {
  const [at, setAt] = useState(index)
  const [zoomed, setZoomed] = useState(false)
  const ref = useRef<HTMLDialogElement>(null)
  const picture = pictures[at]
  useEffect(() => ref.current?.showModal(), [])
  if (!picture) return null

  const step = (by: number) => {
    setZoomed(false)
    setAt((at + by + pictures.length) % pictures.length)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'ArrowLeft') step(-1)
    else if (event.key === 'ArrowRight') step(1)
  }
  return (
    <dialog
      ref={ref}
      className="lightbox"
      aria-label={picture.name}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={onKeyDown}
      onMouseDown={(event) => {
        if ((event.target as Element).matches('.lightbox, .lightbox-stage')) onClose()
      }}
    >
      <Bar picture={picture} place={pictures.length > 1 ? `${at + 1} of ${pictures.length}` : ''} onClose={onClose} />
      <div className={zoomed ? 'lightbox-stage lightbox-zoomed' : 'lightbox-stage'}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: zooming is the browser's with Ctrl and +, too */}
        <img src={picture.full ?? picture.thumbnail} alt={picture.name} onClick={() => setZoomed(!zoomed)} />
      </div>
      {pictures.length > 1 && (
        <>
          <IconButton
            icon={ChevronLeft}
            label="Previous picture"
            size="l"
            className="lightbox-previous"
            onClick={() => step(-1)}
          />
          <IconButton icon={ChevronRight} label="Next picture" size="l" className="lightbox-next" onClick={() => step(1)} />
        </>
      )}
    </dialog>
  )
}

function Bar({ picture: { name, href }, place, onClose }: { picture: Picture; place: string; onClose: () => void }) {
  return (
    <header className="lightbox-bar">
      <span className="truncate">{name}</span>
      <span className="lightbox-count">{place}</span>
      <a
        className="icon-button icon-button-m"
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        aria-label="Open the original"
        title="Open the original"
      >
        <ExternalLink size={18} aria-hidden />
      </a>
      {href.startsWith('/') && (
        <a className="icon-button icon-button-m" href={href} download={name} aria-label="Download" title="Download">
          <Download size={18} aria-hidden />
        </a>
      )}
      <IconButton icon={X} label="Close" onClick={onClose} />
    </header>
  )
}
