import './entry.css'
import type { ReactNode } from 'react'
import { Mark } from './mark.tsx'

/** The frame of the pages before one is in: sign in, join, set up. */
export function EntryPage({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="entry">
      <div className="entry-card">
        <Mark />
        <h1>{title}</h1>
        {lead && <p className="entry-lead">{lead}</p>}
        {children}
      </div>
    </main>
  )
}
