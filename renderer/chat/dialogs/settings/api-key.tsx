import { Download } from 'lucide-react'
import { Button, CopyField } from '../../../ui/index.ts'
import { saveZuliprc } from './zuliprc.ts'

/** A key for programs, to copy or to save as they read it. */
export function ApiKey({ email, apiKey }: { email: string; apiKey: string }) {
  return (
    <>
      <CopyField label="API key" value={apiKey} />
      <div className="form-actions">
        <Button icon={Download} onClick={() => saveZuliprc(email, apiKey)}>
          Download zuliprc
        </Button>
      </div>
    </>
  )
}
