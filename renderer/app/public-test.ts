import type { Action } from './action.ts'
import type { App } from './create-app.ts'

/**
 * Tests the address of the endpoint check through its public name, and shows what comes of it there. Without an address the one
 * of the last test is taken; without that one too the user is told to give one.
 */
function testPublicName(app: App): void {
  const { checks, engine, ui } = app
  const last = engine.store.getState().state?.listeners.find(({ publicTest }) => publicTest !== undefined)?.publicTest
  if (checks.store.getState().text.trim() === '' && last !== undefined) checks.change({ text: last.url })
  ui.setPanel('endpoint-check')
  if (checks.testPublicName()) return
  ui.say('Enter the public https address of the listener, or take it from a profile; then press Self-test.')
}

/** For the palette, the menu and the card of a listener. */
export const PUBLIC_SELF_TEST: Action = {
  id: 'public-self-test',
  title: 'Self-test through the public name',
  group: 'Listener',
  enabled: (app) => app.engine.store.getState().link.kind === 'ready',
  run: testPublicName,
}
