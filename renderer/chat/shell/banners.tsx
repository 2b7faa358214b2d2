import { BellRing, WifiOff, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from '../../ui/index.ts'
import { reconnectNow } from '../actions/start.ts'
import { useChat } from '../state/store.ts'

const patienceMs = 1500

/** Says that the line is down; not for the blink of an eye that a reconnect takes. */
export function ConnectionBanner() {
  const offline = useChat(({ connection }) => connection === 'offline')
  const waiting = useChat(({ outbox }) => outbox.filter(({ state }) => state !== 'failed').length)
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!offline) return setShown(false)
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [offline])
  return (
    <div aria-live="polite">
      {shown && (
        <div className="banner banner-offline">
          <WifiOff size={16} aria-hidden />
          <span>
            The server cannot be reached. Trying again…
            {waiting > 0 && ` ${waiting === 1 ? 'One message waits' : `${waiting} messages wait`} to be sent.`}
          </span>
          <Button size="s" onClick={reconnectNow}>
            Try now
          </Button>
        </div>
      )}
    </div>
  )
}

const askedKey = 'landline.asked-for-notifications'

/** Asks once, with a reason, before the browser asks without one. */
export function NotificationBanner() {
  const [asked, setAsked] = useState(
    () =>
      localStorage.getItem(askedKey) !== null ||
      !('Notification' in window) ||
      Notification.permission !== 'default' ||
      !isSecureContext,
  )
  if (asked) return null
  const done = () => {
    localStorage.setItem(askedKey, 'yes')
    setAsked(true)
  }
  return (
    <div className="banner">
      <BellRing size={16} aria-hidden />
      <span>Get a notification when somebody writes to you?</span>
      <Button size="s" look="primary" onClick={() => Notification.requestPermission().then(done, done)}>
        Turn on
      </Button>
      <IconButton icon={X} size="s" label="Not now" onClick={done} />
    </div>
  )
}
