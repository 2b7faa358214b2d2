import { Eye, EyeOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { classNames, Field, IconButton } from '../../ui/index.ts'

interface PasswordFieldProps {
  label: string
  value: string
  onChange: (password: string) => void
  /** For a new password: words that must not make it up, such as one's own name. Shows how strong it is. */
  judgeAgainst?: string[]
  minLength?: number
  error?: string
}

export function PasswordField({ label, value, onChange, judgeAgainst, minLength, error }: PasswordFieldProps) {
  const [visible, setVisible] = useState(false)
  const isNew = judgeAgainst !== undefined
  const strength = useStrength(isNew ? value : '', judgeAgainst ?? [])
  const tooShort = minLength !== undefined && value.length > 0 && value.length < minLength
  const hint = !isNew
    ? undefined
    : tooShort
      ? `At least ${minLength} characters`
      : (strength?.advice ?? (minLength ? `At least ${minLength} characters` : undefined))
  return (
    <Field label={label} hint={hint} error={error}>
      {(described) => (
        <div>
          <div className="copy-field">
            <input
              {...described}
              className="input"
              type={visible ? 'text' : 'password'}
              autoComplete={isNew ? 'new-password' : 'current-password'}
              required
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
            <IconButton
              icon={visible ? EyeOff : Eye}
              size="l"
              label={visible ? 'Hide the password' : 'Show the password'}
              onClick={() => setVisible(!visible)}
            />
          </div>
          {strength && (
            <div
              className={classNames('strength', `strength-${strength.word}`)}
              role="img"
              aria-label={`Strength: ${strength.word}`}
            >
              {[1, 2, 3, 4].map((step) => (
                <span key={step} className={step <= strength.score ? 'on' : undefined} />
              ))}
            </div>
          )}
        </div>
      )}
    </Field>
  )
}

interface Strength {
  score: number
  word: 'weak' | 'fair' | 'good'
  advice: string
}

/** How long guessing would take, by the same judge as the server's. Its dictionaries are fetched with the first key. */
function useStrength(password: string, against: string[]): Strength | undefined {
  const [strength, setStrength] = useState<Strength>()
  const words = against.join('\n')
  useEffect(() => {
    if (!password) return setStrength(undefined)
    let current = true
    void import('zxcvbn').then(({ default: judge }) => {
      if (!current) return
      const { score, feedback } = judge(password.slice(0, 72), words.split('\n'))
      const word = score < 2 ? 'weak' : score < 3 ? 'fair' : 'good'
      const advice =
        word === 'good'
          ? 'A good password'
          : feedback.warning || feedback.suggestions[0] || 'Longer is better: a few unrelated words, for example'
      setStrength({ score: Math.max(1, score), word, advice })
    })
    return () => {
      current = false
    }
  }, [password, words])
  return strength
}
