import { useState } from 'react'
import { classNames, Dialog } from '../../../ui/index.ts'
import { AccountSettings } from './account.tsx'
import { PreferenceSettings } from './preferences.tsx'
import { ProfileSettings } from './profile.tsx'

const tabs = { profile: 'Profile', preferences: 'Preferences', account: 'Account' } as const
type Tab = keyof typeof tabs

export default function Settings({ tab: first = 'profile', onClose }: { tab?: Tab; onClose: () => void }) {
  const [tab, setTab] = useState<Tab>(first)
  return (
    <Dialog title="Settings" onClose={onClose} size="l">
      <div className="tabs" role="tablist">
        {Object.entries(tabs).map(([name, label]) => (
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
      </div>
    </Dialog>
  )
}
