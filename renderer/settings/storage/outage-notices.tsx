import type { StorageStatus } from '../../../server/control/contract.ts'
import { Notice } from '../../ui/index.ts'
import { atTime, inBytes } from '../../ui/words.ts'

/** A bucket that does not answer: what that means for people, and what to do. */
export function OutageNotices({ storage }: { storage: StorageStatus }) {
  const publicBuckets = storage.stores.filter(({ id }) => storage.scrub?.publicBuckets.includes(id))
  return (
    <>
      {storage.stores.map(
        ({ id, bucket, health, files }) =>
          health.state === 'away' &&
          (files > 0 || id === storage.current) && (
            <Notice
              key={id}
              kind="warning"
              title={`The ${bucket ? `bucket ${bucket.bucket}` : 'folder of this computer'} has not answered since ${atTime(health.since)}.`}
            >
              <p>
                {health.cause} {health.nextStep}
              </p>
              <p>
                {id === storage.current && bucket
                  ? `What people send is kept on this computer and follows by itself${waiting(storage)}. Files that were read lately still open.`
                  : 'Files that were read lately still open; others do once it answers.'}
              </p>
            </Notice>
          ),
      )}
      {publicBuckets.map(({ id, bucket }) => (
        <Notice key={id} kind="warning" title={`Everybody can read the bucket ${bucket?.bucket}.`}>
          Files of private conversations are in it. Make it private at the provider.
        </Notice>
      ))}
    </>
  )
}

const waiting = ({ waitingBytes }: StorageStatus): string => (waitingBytes > 0 ? `: ${inBytes(waitingBytes)} so far` : '')
