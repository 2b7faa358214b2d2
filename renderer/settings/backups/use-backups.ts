import type { BackupStatus, Control } from '../../../server/control/contract.ts'
import { useWatch, type Watch } from '../../line/use-watch.ts'

const watch: Watch<BackupStatus> = (control, options) => control.backups.watch(undefined, options)

/** How backups are, as it changes. Undefined until the first account arrives. */
export const useBackups = (control: Control): BackupStatus | undefined => useWatch(control, watch)
