import type { Control, Status } from '../../../server/control/contract.ts'
import { applyTheme, chosenTheme, Notice, SelectField, type Theme } from '../../ui/index.ts'
import { Card } from '../card.tsx'
import { desktop } from '../line/desktop.ts'
import { NetworkCard } from './network-card.tsx'
import { OrganizationCard } from './organization-card.tsx'
import { ThisComputerCard } from './this-computer-card.tsx'

/** What the owner decides for the organization and for this computer. */
export function GeneralPage({ control, status }: { control: Control | undefined; status: Status | undefined }) {
  return (
    <>
      {control && status ? (
        <>
          {status.organization && <OrganizationCard control={control} name={status.organization.name} />}
          <NetworkCard control={control} status={status} />
        </>
      ) : (
        <Notice action={<a href="#status">Go to Status</a>}>Landline is not running, so its own settings cannot be shown.</Notice>
      )}
      {desktop && <ThisComputerCard bridge={desktop} />}
      <Card title="Appearance">
        <ThemeField />
      </Card>
    </>
  )
}

function ThemeField() {
  return (
    <SelectField
      label="Theme of this window"
      defaultValue={chosenTheme()}
      onChange={(event) => applyTheme(event.target.value as Theme)}
    >
      <option value="auto">As the system has it</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </SelectField>
  )
}
