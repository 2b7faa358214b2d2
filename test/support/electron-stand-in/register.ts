/*
 * `node --import register.ts dist/main/main.js`: the program's `import 'electron'` finds the stand-in, and a test that
 * forked this process may evaluate functions in it, as Playwright's `_electron` can with the real one.
 */
import { registerHooks } from 'node:module'

const standIn = new URL('electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
})

const { answerEvaluations } = await import('./evaluate.ts')
answerEvaluations()
