import { useState } from 'react'
import { Button, Dialog } from '../../ui/index.ts'
import { focusCompose } from '../compose/open.ts'
import { directNarrow } from '../narrow/narrow.ts'
import { goToNarrow } from '../navigation.ts'
import { useChat } from '../state/store.ts'
import { PeoplePicker } from './people-picker.tsx'

export default function NewDirect({ onClose }: { onClose: () => void }) {
  const me = useChat((state) => state.me)
  const [people, setPeople] = useState<number[]>([])
  const begin = () => {
    onClose()
    goToNarrow(directNarrow(people.length > 0 ? people : [me]))
    setTimeout(() => focusCompose())
  }
  return (
    <Dialog
      title="New direct message"
      onClose={onClose}
      footer={
        <Button look="primary" disabled={people.length === 0} onClick={begin}>
          Go to the conversation
        </Button>
      }
    >
      <form
        className="form form-tall"
        onSubmit={(event) => {
          event.preventDefault()
          if (people.length > 0) begin()
        }}
      >
        <PeoplePicker label="To" chosen={people} onChange={setPeople} exclude={[me]} autoFocus />
      </form>
    </Dialog>
  )
}
