import type { Action } from './action.ts'
import type { App } from './create-app.ts'

const panelOpen = (app: App): boolean =>
  app.ui.store.getState().panel === 'deliveries' && app.deliveries.store.getState().total > 0

/** The delivery of the chosen callback; null: there is none. */
function deliveryOf(app: App): number | null {
  const { entry } = app.detail.store.getState()
  return entry?.kind === 'callback' ? entry.delivery : null
}

/** Drawing is loaded with the panel, which is open then. */
const save =
  (kind: 'svg' | 'png') =>
  (app: App): void =>
    void import('../panels/deliveries/save-picture.ts').then(({ saveWhole }) => saveWhole(app, kind))

/** What can be done with deliveries. */
export const DELIVERY_ACTIONS: readonly Action[] = [
  {
    id: 'delivery-of-callback',
    title: 'Show the delivery of this callback',
    group: 'Callback',
    enabled: (app) => deliveryOf(app) !== null,
    run: (app) => {
      app.ui.setPanel('deliveries')
      app.deliveries.select(deliveryOf(app))
    },
  },
  {
    id: 'deliveries-svg',
    title: 'Save the ladders as SVG…',
    group: 'Callback',
    enabled: panelOpen,
    run: save('svg'),
  },
  {
    id: 'deliveries-png',
    title: 'Save the ladders as PNG…',
    group: 'Callback',
    enabled: panelOpen,
    run: save('png'),
  },
]
