import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { applyTheme, chosenTheme, Toasts } from '../ui/index.ts'
import { App } from './app.tsx'

applyTheme(chosenTheme())
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
    <Toasts />
  </StrictMode>,
)
