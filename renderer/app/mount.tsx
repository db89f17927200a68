import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '../style/tokens.css'
import '../style/light-icons.css'
import '../style/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Frame } from '../panels/frame/frame.tsx'
import type { App } from './create-app.ts'
import { refuseHugePastes } from './huge-pastes.ts'
import { AppContext } from './use-app.ts'

/** Draws the window into an element. */
export function mount(element: HTMLElement, app: App): void {
  refuseHugePastes(app)
  createRoot(element).render(
    <StrictMode>
      <AppContext value={app}>
        <Frame />
      </AppContext>
    </StrictMode>,
  )
}
