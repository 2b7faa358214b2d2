import { type ReactNode, useState } from 'react'
import { Notice, TextField, useSubmit } from '../../ui/index.ts'
import { PasswordField } from './password-field.tsx'

export interface NewPerson {
  full_name: string
  email: string
  password: string
}

interface PersonFormProps {
  /** Where somebody invited this address and no other. */
  email?: string | null
  emailHint?: string
  minLength: number
  /** A password must not contain these, nor the person's own words. */
  judgeAgainst?: readonly string[]
  send: (person: NewPerson) => Promise<unknown>
  onDone: () => void
  /** The buttons. */
  children: (busy: boolean) => ReactNode
}

/** Who somebody is: a name, an address, a password. */
export function PersonForm({ email: invited = null, emailHint, minLength, judgeAgainst = [], ...props }: PersonFormProps) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState(invited ?? '')
  const [password, setPassword] = useState('')
  const { busy, problem, submit } = useSubmit(
    () => props.send({ full_name: name.trim(), email: email.trim(), password }),
    props.onDone,
  )
  return (
    <form onSubmit={submit}>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <TextField
        label="Your name"
        autoComplete="name"
        required
        autoFocus
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        hint={emailHint}
        required
        readOnly={invited !== null}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label="Choose a password"
        value={password}
        onChange={setPassword}
        judgeAgainst={[name, email, ...judgeAgainst]}
        minLength={minLength}
      />
      {props.children(busy)}
    </form>
  )
}
