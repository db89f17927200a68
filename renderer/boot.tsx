import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { InspectorBridge } from '../shared/protocol/bridge.ts'
import { createApp } from './app/create-app.ts'
import { mount } from './app/mount.tsx'

declare global {
  interface Window {
    /** Put there by the preload script; missing only in a plain browser. */
    readonly inspector?: InspectorBridge
  }
}

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place to draw in.')
const desktop = window.inspector
if (desktop === undefined) {
  createRoot(root).render(<StrictMode>This page belongs into the Callback Inspector window.</StrictMode>)
} else {
  mount(root, createApp({ desktop, storage: window.localStorage, mac: navigator.platform.startsWith('Mac') }))
}
