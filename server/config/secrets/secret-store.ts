import { type Problem, StartProblem } from '../problem.ts'
import type { Secret } from './secret.ts'

/** Where passwords and keys of this appliance lie: `landline.json` and the database hold names of secrets, never values. */
export interface SecretStore {
  /** @throws SecretsLocked where the store cannot be opened */
  get(name: string): Promise<Secret | undefined>
  /** Resolves once the secret would survive a power cut. */
  set(name: string, secret: Secret): Promise<void>
  delete(name: string): Promise<void>
  names(): Promise<string[]>
}

/** Which store is in use and why: for the Status page. */
export interface SecretsReport {
  readonly kind: 'keychain' | 'file'
  /** A sentence. */
  readonly why: string
  /** Set where secrets cannot be read at the moment; Landline runs without what needs them. */
  readonly problem: Problem | undefined
}

/** The secrets are there, and cannot be opened now. Nothing is lost. */
export class SecretsLocked extends StartProblem {
  constructor(message: string, nextStep: string, options?: ErrorOptions) {
    super('SECRETS_LOCKED', message, nextStep, options)
    this.name = 'SecretsLocked'
  }
}
