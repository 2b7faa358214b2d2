import type { Control, Status } from '../../../server/control/contract.ts'
import { useWatch, type Watch } from '../../line/use-watch.ts'

const watch: Watch<Status> = (control, options) => control.status.watch(undefined, options)

/** The server's own account of itself, as it changes. Undefined until the first arrives, and without a line. */
export const useStatus = (control: Control | undefined): Status | undefined => useWatch(control, watch)
