import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { EngineState } from '../../shared/protocol/views.ts'
import type { ChecksState } from '../state/checks.ts'
import type { DeliveriesState } from '../state/deliveries.ts'
import type { DetailState } from '../state/detail.ts'
import type { DigestState } from '../state/digest.ts'
import type { EngineView } from '../state/engine.ts'
import type { InboxState } from '../state/inbox.ts'
import type { SignatureState } from '../state/signature.ts'
import type { SimulatorState } from '../state/simulator.ts'
import type { UiState } from '../state/ui.ts'
import type { App } from './create-app.ts'

export const AppContext = createContext<App | null>(null)

/** The app that this component lives in. */
export function useApp(): App {
  const app = useContext(AppContext)
  if (app === null) throw new Error('A panel was drawn outside of the app.')
  return app
}

/** A piece of a store; drawn again when that piece changes. */
export function useInbox<T>(pick: (state: InboxState) => T): T {
  return useStore(useApp().inbox.store, useShallow(pick))
}
export function useEngineView<T>(pick: (view: EngineView) => T): T {
  return useStore(useApp().engine.store, useShallow(pick))
}
/** A piece of the engine's state; null before the first snapshot. */
export function useEngine<T>(pick: (state: EngineState) => T): T | null {
  return useEngineView((view) => (view.state === null ? null : pick(view.state)))
}
export function useDigest<T>(pick: (state: DigestState) => T): T {
  return useStore(useApp().digest.store, useShallow(pick))
}
export function useDeliveries<T>(pick: (state: DeliveriesState) => T): T {
  return useStore(useApp().deliveries.store, useShallow(pick))
}
export function useDetail<T>(pick: (state: DetailState) => T): T {
  return useStore(useApp().detail.store, useShallow(pick))
}
export function useSignature<T>(pick: (state: SignatureState) => T): T {
  return useStore(useApp().signature.store, useShallow(pick))
}
export function useSimulator<T>(pick: (state: SimulatorState) => T): T {
  return useStore(useApp().simulator.store, useShallow(pick))
}
export function useChecks<T>(pick: (state: ChecksState) => T): T {
  return useStore(useApp().checks.store, useShallow(pick))
}
export function useUi<T>(pick: (state: UiState) => T): T {
  return useStore(useApp().ui.store, useShallow(pick))
}
