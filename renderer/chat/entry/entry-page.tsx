import './entry.css'
import type { ReactNode } from 'react'

/** The frame of the pages before one is in: sign in, join, set up. */
export function EntryPage({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="entry">
      <div className="entry-card">
        <img src={new URL('../../../resources/icons/icon.svg', import.meta.url).href} alt="Landline" width={56} height={56} />
        <h1>{title}</h1>
        {lead && <p className="entry-lead">{lead}</p>}
        {children}
      </div>
    </main>
  )
}
