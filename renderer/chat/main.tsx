import '../ui/index.ts'
import { createRoot } from 'react-dom/client'
import { applyTheme, chosenTheme } from '../ui/index.ts'
import { App } from './app.tsx'

applyTheme(chosenTheme())
createRoot(document.getElementById('root')!).render(<App />)
