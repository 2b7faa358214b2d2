import { EntryPage } from './entry-page.tsx'

/** Somebody opened the address before the owner used the setup link. */
export function NeedsSetupPage() {
  return (
    <EntryPage title="Almost there" lead="This Landline server has no organization yet.">
      <p className="entry-lead">
        Whoever started it sees a setup link in Landline's window, or in the terminal it was started from. Open that link to
        begin.
      </p>
    </EntryPage>
  )
}
