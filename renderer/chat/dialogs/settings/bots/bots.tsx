import { KeyRound, Power } from 'lucide-react'
import { useEffect, useState } from 'react'
import { IconButton, Spinner } from '../../../../ui/index.ts'
import { reporting } from '../../../actions/report.ts'
import { fetchBots, type OwnBot, renewBotKey, stopBot } from '../../../api/bots.ts'
import { Avatar } from '../../../people/avatar.tsx'
import { openDialog } from '../../open.ts'
import { BotForm } from './bot-form.tsx'
import { type MadeKey, NewKey } from './new-key.tsx'

/** One's own bots: accounts for programs. */
export function BotSettings() {
  const [bots, setBots] = useState<OwnBot[]>()
  const [made, setMade] = useState<MadeKey>()
  const refresh = () => reporting(fetchBots().then(setBots))
  useEffect(() => void refresh(), [])
  const renew = ({ user_id, username: email, bot_type: type }: OwnBot) =>
    reporting(renewBotKey(user_id).then((apiKey) => setMade({ email, apiKey, type })))
  return (
    <>
      <section className="form-section">
        <h3>Your bots</h3>
        <p className="form-lead">
          A bot is an account for a program: it signs in with a key, and what it writes has its own name. If you leave, your bots
          stop.
        </p>
        {!bots && <Spinner label="Loading bots" />}
        <ul className="member-list">
          {bots?.map((bot) => (
            <Row key={bot.user_id} bot={bot} onRenew={() => renew(bot)} />
          ))}
        </ul>
        {made && <NewKey {...made} />}
      </section>
      <BotForm
        onMade={(key) => {
          setMade(key)
          void refresh()
        }}
      />
    </>
  )
}

function Row({ bot: { user_id, username, full_name, bot_type }, onRenew }: { bot: OwnBot; onRenew: () => void }) {
  const stop = () =>
    openDialog({
      kind: 'confirm',
      title: `Stop ${full_name}?`,
      text: 'Its key is worth nothing any more. What it wrote stays. An administrator can let it back in.',
      verb: 'Stop bot',
      onConfirm: () => stopBot(user_id),
    })
  return (
    <li className="member">
      <Avatar userId={user_id} size={26} />
      <span className="bot-words">
        <span className="truncate">{full_name}</span>
        <span className="truncate">
          {username}
          {bot_type === 2 && ', only sends'}
        </span>
      </span>
      <IconButton icon={KeyRound} size="s" label={`Make a new key for ${full_name}`} onClick={onRenew} />
      <IconButton icon={Power} size="s" label={`Stop ${full_name}`} onClick={stop} />
    </li>
  )
}
