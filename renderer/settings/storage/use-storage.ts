import type { Control, StorageStatus } from '../../../server/control/contract.ts'
import { useWatch, type Watch } from '../../line/use-watch.ts'

const watch: Watch<StorageStatus> = (control, options) => control.storage.watch(undefined, options)

/** Where files are and how a move goes, as it changes. Undefined until the first account arrives. */
export const useStorage = (control: Control): StorageStatus | undefined => useWatch(control, watch)
