import type { AnyContractRouter, ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract'
import { implement, type Router } from '@orpc/server'
import type { Owner } from './owner.ts'
import { asRefusal } from './refusal.ts'

/** One call of the contract as a function: what was asked, on whose behalf, and a signal that aborts when they stop listening. */
type Handler<C> =
  // biome-ignore lint/suspicious/noExplicitAny: a contract's errors and meta are of no interest here
  C extends ContractProcedure<infer I, infer O, any, any>
    ? (call: {
        readonly input: InferSchemaOutput<I>
        readonly owner: Owner
        readonly signal: AbortSignal | undefined
      }) => Promise<InferSchemaInput<O>> | InferSchemaInput<O>
    : never

type Handlers<Part> = { readonly [K in keyof Part]: Handler<Part[K]> }

/** Answers one section of the contract: a function for each of its calls, checked against it in type and, when called, by zod. */
export function answer<Part extends AnyContractRouter & Record<string, unknown>>(part: Part, handlers: Handlers<Part>) {
  const calls = Object.entries(part).map(([name, contract]) => {
    const handle = handlers[name as keyof Part] as (call: object) => unknown
    const procedure = implement(contract as ContractProcedure<never, never, never, never>)
      .$context<Owner>()
      .handler(async ({ input, context, signal }) => {
        try {
          return (await handle({ input, owner: context, signal })) as never
        } catch (error) {
          throw asRefusal(error)
        }
      })
    return [name, procedure]
  })
  return Object.fromEntries(calls) as Router<Part, Owner>
}
