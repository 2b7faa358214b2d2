export const backupHelp = `
A backup that outlives this computer:
  landline backup destination add --name stick --folder /media/stick/landline
  landline backup key create --out recovery-key.txt
  landline backup key prove --file recovery-key.txt      once it is printed
  landline backup create
  landline backup drill                                  tries whether it could be restored

Everything back, on this or another computer:
  landline backup list --repository /media/stick/landline --key-file recovery-key.txt
  landline backup restore --repository /media/stick/landline --key-file recovery-key.txt --to landline-data
  landline serve --data landline-data`

export const flawHelp = `
Exit code 1 where something is damaged, or could not be opened.`

export const drillHelp = `
Exit code 1 where the newest snapshot could not be restored and used.`

export const createHelp = `
Exit code 1 where one of several places failed, 3 where all did. What was made is whole.`
