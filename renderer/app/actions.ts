import { hideValues } from '../../shared/export/hide-secrets.ts'
import type { MenuAction, Theme } from '../../shared/protocol/bridge.ts'
import { toProblem } from '../../shared/protocol/errors.ts'
import type { Problem } from '../../shared/protocol/errors.ts'
import { plural } from '../format/units.ts'
import { shownTotal } from '../state/inbox.ts'
import { toPanel } from './action.ts'
import type { Action } from './action.ts'
import type { App } from './create-app.ts'
import { playDemo } from './demo.ts'
import { SIMULATOR_ACTIONS } from './simulator-actions.ts'
import { PUBLIC_SELF_TEST } from './public-test.ts'
import { selfTestWords } from '../format/self-test.ts'
import { DELIVERY_ACTIONS } from './delivery-actions.ts'
import { LIST_ACTIONS } from './list-actions.ts'
import { PROFILE_ACTIONS } from './profile-actions.ts'
import { fillDigest } from './digest.ts'
import { plainSecrets, sealedWords } from './secrets.ts'
import { tell } from './tell.ts'
import { fillWorkshop, refreshKeySets } from './signature.ts'

const PRESENTING = 'Presenting: secrets are hidden, notifications are off.'
const PRESENTING_NO_MORE = 'No longer presenting.'
const always = (): boolean => true
const ready = (app: App): boolean => app.engine.store.getState().link.kind === 'ready'
const selected = (app: App): number | null => app.inbox.store.getState().selected?.sequence ?? null
const hasSelection = (app: App): boolean => ready(app) && selected(app) !== null
/** The chosen callback is of the family that carries digests. */
const hasDigest = (app: App): boolean => {
  const { entry } = app.detail.store.getState()
  return hasSelection(app) && entry?.kind === 'callback' && entry.family === 'legacy'
}
/** The chosen callback has a token. */
const hasToken = (app: App): boolean => {
  const { entry } = app.detail.store.getState()
  return hasSelection(app) && entry?.kind === 'callback' && entry.sequence === selected(app) && entry.jws !== null
}
const hasRows = (app: App): boolean => ready(app) && app.inbox.store.getState().total > 0

/** The address that callbacks are sent to: HTTPS before HTTP. */
export function listenerUrl(app: App): string | null {
  const listeners = app.engine.store.getState().state?.listeners ?? []
  return listeners.find((listener) => listener.state === 'listening')?.url ?? null
}

function copyUrl(app: App): void {
  const url = listenerUrl(app)
  if (url === null) return app.ui.say('No listener is running, so there is no address to copy.', 'error')
  app.desktop.copyText(url)
  app.ui.say('Copied the address of the listener.')
}

function copyCurl(app: App): void {
  const sequence = selected(app)
  if (sequence === null) return
  const presenting = app.ui.store.getState().presenting
  const answer = app.call('entry.curl', { sequence }).then(({ command }) => {
    const { text, count } = presenting ? hideValues(command) : { text: command, count: 0 }
    app.desktop.copyText(text)
    return count
  })
  tell(app, answer, (hidden) => (hidden === 0 ? 'Copied as cURL.' : 'Copied as cURL, with hidden values left out.'))
}

function step(app: App, by: 1 | -1): void {
  app.ui.setPanel('inbox')
  const last = shownTotal(app.inbox.store.getState()) - 1
  const from = app.inbox.selectedPosition()
  app.inbox.selectPosition(from === null ? 0 : Math.min(last, Math.max(0, from + by)))
}

/** A listener's problem stands in its card already, and has nothing to do with a theme. */
const onShow = (app: App, problem: Problem): boolean =>
  app.engine.store.getState().state?.listeners.some((listener) => listener.problem?.message === problem.message) ===
  true

/** Puts the theme into the settings; the frame follows them. */
function setTheme(app: App, theme: Theme): void {
  const settings = app.engine.store.getState().state?.settings
  app.desktop.setTheme(theme)
  if (settings === undefined || settings.theme === theme) return
  app
    .call('settings.write', { settings: { ...settings, theme }, passphrase: null })
    .then(({ problems }) => problems.filter((problem) => !onShow(app, problem)).forEach(app.ui.fail))
    .catch((thrown: unknown) => app.ui.fail(toProblem(thrown)))
}
const themed = (theme: Theme, title: string): Action => ({
  id: `theme-${theme}`,
  title,
  group: 'Appearance',
  enabled: always,
  run: (app) => setTheme(app, theme),
})

/** The registry, in the order of the palette. Names of the menu that are not here belong to panels that do not exist. */
export const ACTIONS: readonly Action[] = [
  toPanel('inbox', 'Inbox', 'mod+1'),
  toPanel('deliveries', 'Deliveries', 'mod+2'),
  toPanel('digest', 'Digest workshop', 'mod+3'),
  toPanel('signature', 'Signature workshop', 'mod+4'),
  toPanel('endpoint-check', 'Endpoint check', 'mod+7'),
  toPanel('settings', 'Settings', 'mod+,'),
  {
    id: 'find',
    title: 'Search the inbox',
    group: 'Inbox',
    shortcut: '/',
    enabled: always,
    run: (app) => app.ui.focusSearch(),
  },
  {
    id: 'newest',
    title: 'Jump to the newest callback',
    group: 'Inbox',
    shortcut: 'mod+shift+j',
    enabled: hasRows,
    run: (app) => app.ui.jumpToNewest(),
  },
  {
    id: 'next',
    title: 'Next (older) entry',
    group: 'Inbox',
    shortcut: 'j',
    enabled: hasRows,
    run: (app) => step(app, 1),
  },
  {
    id: 'previous',
    title: 'Previous (newer) entry',
    group: 'Inbox',
    shortcut: 'k',
    enabled: hasRows,
    run: (app) => step(app, -1),
  },
  {
    id: 'pause',
    title: 'Pause or resume the inbox',
    group: 'Inbox',
    shortcut: 'mod+p',
    enabled: ready,
    run: (app) => app.inbox.pause(app.inbox.store.getState().held === null),
  },
  {
    id: 'copy-curl',
    title: 'Copy as cURL',
    group: 'Callback',
    shortcut: 'mod+shift+c',
    enabled: hasSelection,
    run: copyCurl,
  },
  {
    id: 'digest-from-callback',
    title: 'Open the digest in the digest workshop',
    group: 'Callback',
    enabled: hasDigest,
    run: (app) => {
      const sequence = selected(app)
      if (sequence !== null) fillDigest(app, sequence)
    },
  },
  {
    id: 'signature-from-callback',
    title: 'Open the token in the signature workshop',
    group: 'Callback',
    enabled: hasToken,
    run: (app) => {
      const sequence = selected(app)
      if (sequence !== null) fillWorkshop(app, sequence)
    },
  },
  {
    id: 'fetch-key-sets',
    title: 'Fetch the key sets anew',
    group: 'Listener',
    enabled: ready,
    run: (app) => void refreshKeySets(app).catch((thrown: unknown) => app.ui.fail(toProblem(thrown))),
  },
  ...LIST_ACTIONS,
  ...DELIVERY_ACTIONS,
  ...PROFILE_ACTIONS,
  ...SIMULATOR_ACTIONS,
  {
    id: 'demo',
    title: 'Show me: three failed attempts, then success',
    group: 'Listener',
    shortcut: 'mod+d',
    enabled: ready,
    run: (app) => tell(app, playDemo(app), () => 'The simulator plays the bank against our own listener.'),
  },
  {
    id: 'copy-url',
    title: 'Copy the address of the listener',
    group: 'Listener',
    shortcut: 'mod+shift+u',
    enabled: (app) => listenerUrl(app) !== null,
    run: copyUrl,
  },
  {
    id: 'restart-listeners',
    title: 'Restart the listeners',
    group: 'Listener',
    enabled: ready,
    run: (app) =>
      tell(
        app,
        app.call('listeners.restart', {}),
        ({ listeners }) =>
          `${plural(listeners.filter((one) => one.state === 'listening').length, 'listener')} running.`,
      ),
  },
  {
    id: 'self-test',
    title: 'Test the listeners through their sockets',
    group: 'Listener',
    enabled: ready,
    run: (app) => tell(app, app.call('listeners.selfTest', {}), ({ listeners }) => selfTestWords(listeners)),
  },
  PUBLIC_SELF_TEST,
  {
    id: 'certificate-wizard',
    title: 'Set up the certificate step by step',
    group: 'Listener',
    enabled: ready,
    run: (app) => app.ui.setWizard(true),
  },
  {
    id: 'rejudge',
    title: 'Judge everything again',
    group: 'Listener',
    enabled: ready,
    run: (app) =>
      tell(app, app.call('verdicts.rejudge', {}), ({ judged, cancelled }) =>
        cancelled ? `Stopped after ${plural(judged, 'callback')}.` : `Judged ${plural(judged, 'callback')} again.`,
      ),
  },
  {
    id: 'cancel-rejudge',
    title: 'Stop judging again',
    group: 'Listener',
    enabled: (app) => ready(app) && app.engine.store.getState().state?.rejudging.state === 'running',
    run: (app) =>
      tell(app, app.call('verdicts.cancel', {}), () => 'Stopping. What is not judged yet keeps its older verdict.'),
  },
  {
    id: 'seal-secrets',
    title: 'Encrypt the secrets of the profiles now',
    group: 'Listener',
    enabled: (app) => ready(app) && plainSecrets(app.engine.store.getState().state?.profiles ?? []) > 0,
    run: (app) => tell(app, app.call('profiles.seal', {}), sealedWords),
  },
  {
    id: 'presentation',
    title: 'Presentation mode: larger type, secrets hidden',
    group: 'Appearance',
    shortcut: 'mod+shift+p',
    enabled: always,
    run: (app) => {
      const presenting = !app.ui.store.getState().presenting
      app.ui.present(presenting)
      const [words, overtaken] = presenting ? [PRESENTING, PRESENTING_NO_MORE] : [PRESENTING_NO_MORE, PRESENTING]
      app.ui.say(words, 'good', overtaken)
    },
  },
  themed('system', 'Theme: as the system'),
  themed('light', 'Theme: light'),
  themed('dark', 'Theme: dark'),
  {
    id: 'palette',
    title: 'Open the command palette',
    group: 'Help',
    shortcut: 'mod+k',
    enabled: always,
    run: (app) => app.ui.setPalette(true),
  },
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    shortcut: '?',
    enabled: always,
    run: (app) => app.ui.setHelp(true),
  },
]

/** Finds an action by its name and runs it, when it can run now. */
export function runAction(app: App, id: MenuAction): void {
  const action = ACTIONS.find((one) => one.id === id)
  if (action?.enabled(app) === true) action.run(app)
}
