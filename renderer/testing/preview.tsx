import { defaultSettings } from '../../shared/model/settings.ts'
import { THEMES } from '../../shared/protocol/bridge.ts'
import type { InspectorBridge } from '../../shared/protocol/bridge.ts'
import type { ClientMessage, EngineMessage, Link } from '../../shared/protocol/messages.ts'
import { createApp } from '../app/create-app.ts'
import { mount } from '../app/mount.tsx'
import { createFakeEngine } from './fake-engine.ts'

/*
 * The window in a plain browser, against the made-up engine: `npx vite`, then /testing/preview.html?rows=100000&theme=dark.
 * For looking at it while it is being built; it is not part of what is shipped.
 */
const wish = new URLSearchParams(location.search)
const theme = THEMES.find((one) => one === wish.get('theme')) ?? 'system'
const engine = createFakeEngine({
  rows: Number(wish.get('rows') ?? 1000),
  now: Date.now(),
  state: { settings: { ...defaultSettings(), theme } },
})

function engineEnd(port: MessagePort): Link<EngineMessage, ClientMessage> {
  port.start()
  return {
    send: (message) => port.postMessage(message),
    onMessage: (handler) =>
      port.addEventListener('message', (event: MessageEvent<ClientMessage>) => handler(event.data)),
    onClose: () => undefined,
    close: () => port.close(),
  }
}

const desktop: InspectorBridge = {
  connectEngine: () => {
    const { port1, port2 } = new MessageChannel()
    engine.serve(engineEnd(port2))
    window.postMessage({ type: 'engine-port' }, location.origin, [port1])
  },
  onEngineState: (listener) => listener({ state: 'up', message: null }),
  onMenuAction: () => undefined,
  onCloseAsked: () => undefined,
  setUnsaved: () => undefined,
  closeWindow: () => undefined,
  onShowEntry: () => undefined,
  chooseFile: (_kind, done) => done('/home/engineer/server.pem'),
  openText: (_kind, done) => done(null),
  saveBytes: (name, _bytes, done) => done({ path: `/home/engineer/${name}`, problem: null }),
  saveText: (_kind, name, _text, done) => done({ path: `/home/engineer/${name}`, problem: null }),
  copyText: (text) => void navigator.clipboard.writeText(text),
  notify: () => undefined,
  setBadge: () => undefined,
  openLink: () => undefined,
  showItem: () => undefined,
  savePassphrase: (_passphrase, done) => done('secure'),
  setTheme: () => undefined,
  runtime: (done) =>
    done({
      version: '0.1.0',
      electron: '33.2.1',
      chromium: '130',
      node: '20.18.1',
      platform: 'linux x64',
      testBuild: true,
      secretStorage: 'secure',
    }),
}
Object.assign(window, { fakeEngine: engine })
const root = document.getElementById('root')
if (root !== null) mount(root, createApp({ desktop, storage: localStorage, mac: false }))
