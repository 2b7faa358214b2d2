import { Download } from 'lucide-react'
import { Button, CopyField, Notice } from '../../../../ui/index.ts'
import { saveZuliprc } from '../zuliprc.ts'

/** A bot's key, the one time that it can be read. */
export function NewKey({ email, apiKey }: { email: string; apiKey: string }) {
  return (
    <>
      <Notice kind="info">Keep this key: it is not shown again. Whoever has it writes as {email}.</Notice>
      <CopyField label="API key" value={apiKey} />
      <div className="form-actions">
        <Button icon={Download} onClick={() => saveZuliprc(email, apiKey)}>
          Download zuliprc
        </Button>
      </div>
    </>
  )
}
