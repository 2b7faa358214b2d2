import { findBreaches } from './imports.ts'

const breaches = findBreaches(process.cwd())
for (const breach of breaches) console.error(breach)
if (breaches.length > 0) process.exit(1)
console.log('Imports point the right way.')
