import './settings.css'
import { Activity, HardDrive, ShieldCheck, SlidersHorizontal, Users } from 'lucide-react'
import { useEffect, useState } from 'react'
import { isRestartExpected } from '../restore/expected-restart.ts'
import { Notice } from '../ui/index.ts'
import { BackupsPage } from './backups/backups-page.tsx'
import { GeneralPage } from './general/general-page.tsx'
import { useLine } from './line/use-line.ts'
import { useStatus } from './line/use-status.ts'
import { PeoplePage } from './people/people-page.tsx'
import { StatusPage } from './status/status-page.tsx'
import { StoragePage } from './storage/storage-page.tsx'
import { UnlockPage } from './unlock-page.tsx'

const pages = {
  status: { title: 'Status', icon: Activity },
  general: { title: 'General', icon: SlidersHorizontal },
  people: { title: 'People', icon: Users },
  storage: { title: 'Storage', icon: HardDrive },
  backups: { title: 'Backups', icon: ShieldCheck },
} as const
type PageName = keyof typeof pages

export function App() {
  const { line, serverState, open } = useLine()
  const control = line.name === 'open' ? line.control : undefined
  const status = useStatus(control)
  const page = usePage()

  useEffect(() => {
    document.title = `${pages[page].title} · Landline Settings`
  }, [page])

  if (line.name === 'locked') return <UnlockPage wasOpen={line.wasOpen} onUnlock={open} />
  return (
    <div className="settings">
      <header className="side">
        <div className="brand">
          <img src={new URL('../../resources/icons/icon.svg', import.meta.url).href} alt="" width={36} height={36} />
          <div>
            <div className="brand-name truncate">{status?.organization?.name ?? 'Landline'}</div>
            <div className="hint">Settings</div>
          </div>
        </div>
        <nav aria-label="Settings">
          {Object.entries(pages).map(([name, { title, icon: Icon }]) => (
            <a key={name} href={`#${name}`} aria-current={name === page ? 'page' : undefined}>
              <Icon size={18} aria-hidden />
              {title}
            </a>
          ))}
        </nav>
      </header>
      <main className="page" key={page}>
        <h1>{pages[page].title}</h1>
        {page === 'status' && <StatusPage serverState={serverState} status={status} control={control} />}
        {page === 'general' && <GeneralPage control={control} status={status} />}
        {page === 'people' && (control && status ? <PeoplePage control={control} status={status} /> : <NotRunning />)}
        {page === 'storage' && (control && status ? <StoragePage control={control} status={status} /> : <NotRunning />)}
        {page === 'backups' && (control && status ? <BackupsPage control={control} status={status} /> : <NotRunning />)}
      </main>
    </div>
  )
}

function NotRunning() {
  if (isRestartExpected()) return <Notice>Landline restarts for the restore. How it went is told here in a moment.</Notice>
  return <Notice action={<a href="#status">Go to Status</a>}>Landline is not running, so there is nothing to show here.</Notice>
}

/** The page in the address, so that reload, back and a link keep it. */
function usePage(): PageName {
  const read = (): PageName => {
    const name = location.hash.slice(1)
    return name in pages ? (name as PageName) : 'status'
  }
  const [page, setPage] = useState(read)
  useEffect(() => {
    const follow = (): void => setPage(read())
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  })
  return page
}
