import { useState } from 'react'
import { classNames, Dialog } from '../../../ui/index.ts'
import { isAdmin, isGuest } from '../../people/roles.ts'
import { useChat } from '../../state/store.ts'
import { AccountSettings } from './account.tsx'
import { BotSettings } from './bots/bots.tsx'
import { OrganizationSettings } from './organization/organization.tsx'
import { PreferenceSettings } from './preferences.tsx'
import { ProfileSettings } from './profile.tsx'

const tabs = {
  profile: 'Profile',
  preferences: 'Preferences',
  account: 'Account',
  bots: 'Your bots',
  organization: 'Organization',
} as const
type Tab = keyof typeof tabs

export default function Settings({ tab: first = 'profile', onClose }: { tab?: Tab; onClose: () => void }) {
  const [tab, setTab] = useState<Tab>(first)
  const role = useChat(({ people, me }) => people.get(me)?.role)
  const hidden: Tab[] = [...(isAdmin(role) ? [] : (['organization'] as const)), ...(isGuest(role) ? (['bots'] as const) : [])]
  const shown = Object.entries(tabs).filter(([name]) => !hidden.includes(name as Tab))
  return (
    <Dialog title="Settings" onClose={onClose} size="l">
      <div className="tabs" role="tablist">
        {shown.map(([name, label]) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            className={classNames('tab', tab === name && 'tab-current')}
            onClick={() => setTab(name as Tab)}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="form" role="tabpanel" aria-label={tabs[tab]}>
        {tab === 'profile' && <ProfileSettings />}
        {tab === 'preferences' && <PreferenceSettings />}
        {tab === 'account' && <AccountSettings />}
        {tab === 'bots' && <BotSettings />}
        {tab === 'organization' && <OrganizationSettings />}
      </div>
    </Dialog>
  )
}
