import { useEffect, useState } from 'react'
import type { CheckOutcome, Control } from '../../../server/control/contract.ts'
import { howLong } from '../../ui/words.ts'
import type { Bucket, Tally } from './places.ts'

/** How a move behaves towards the line and the provider. */
export interface Pace {
  readonly parallel: number
  readonly bytesPerSecond: number | null
}

export type Cost = Awaited<ReturnType<Control['storage']['planMove']>>['cost']

/** What the provider will charge, where its prices are that simple. */
export function useCost(control: Control, bucket: Bucket | null): Cost {
  const [cost, setCost] = useState<Cost>(null)
  const asked = JSON.stringify(bucket)
  useEffect(() => {
    const place = JSON.parse(asked) as Bucket | null
    if (!place) return
    control.storage.planMove({ to: 's3', bucket: place }).then(
      (plan) => setCost(plan.cost),
      () => {},
    )
  }, [control, asked])
  return cost
}

const dollars = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' })
export const inDollars = (amount: number): string => dollars.format(amount)

/** Each file goes there and is read back; small ones wait for the provider's answers rather than for the line. */
export function timeFor(
  { files, bytes }: Tally,
  measured: NonNullable<CheckOutcome['measured']>,
  { parallel, bytesPerSecond }: Pace,
) {
  const { bytesPerSecondUp, bytesPerSecondDown, millisecondsPerRequest } = measured
  const up = Math.min(bytesPerSecondUp, bytesPerSecond ?? Number.POSITIVE_INFINITY)
  const seconds = bytes / up + bytes / bytesPerSecondDown + (files * 2 * millisecondsPerRequest) / 1000 / parallel
  return seconds < 60 ? 'a minute' : howLong(seconds)
}
