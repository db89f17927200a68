import { contextBridge, ipcRenderer } from 'electron'
import type { EnginePortMessage, InspectorBridge } from '../../shared/protocol/bridge.ts'
import type { Answer, CallName, CallParams, CallResult, PushData, PushName } from '../main/channels.ts'

// The one piece of the DOM that is needed here; electron/ is compiled without it.
declare const window: {
  readonly location: { readonly origin: string }
  readonly postMessage: (message: EnginePortMessage, origin: string, transfer: readonly unknown[]) => void
}

/* The one script between the page and main: named functions only. The page never sees a channel, an event or a promise. */

/** Calls main; a refusal is said on the console, where a developer looks, and `done` is not called. */
function call<N extends CallName>(
  name: N,
  params: CallParams<N>,
  done: (value: CallResult<N>) => void = () => undefined,
): void {
  ipcRenderer
    .invoke(name, ...params)
    // Sound: main answers every call of the table in this shape, checked there.
    .then((answer: Answer<CallResult<N>>) => {
      if (answer.ok) done(answer.value)
      else console.error(`${answer.code}: ${answer.message}`)
    })
    .catch((error: unknown) => {
      console.error(String(error))
    })
}

/** One listener per push: a later one takes the place of the earlier. */
function receiver<N extends PushName>(name: N): (listener: (data: PushData<N>) => void) => void {
  let current: ((data: PushData<N>) => void) | null = null
  ipcRenderer.on(name, (_event, data: PushData<N>) => current?.(data))
  return (listener) => {
    current = listener
  }
}

const engineState = receiver('engine-state')
const menuAction = receiver('menu-action')
const showEntry = receiver('show-entry')
const closeAsked = receiver('close-asked')

// The page and this script share the window, so the port goes to our own origin only.
ipcRenderer.on('engine-port', (event) => {
  window.postMessage({ type: 'engine-port' }, window.location.origin, [...event.ports])
})

const bridge: InspectorBridge = {
  chooseFile: (kind, done) => {
    call('choose-file', [kind], done)
  },
  closeWindow: () => {
    call('close-window', [])
  },
  connectEngine: () => {
    call('connect-engine', [])
  },
  copyText: (text) => {
    call('copy-text', [text])
  },
  notify: (notice) => {
    call('notify', [notice])
  },
  onCloseAsked: (listener) => {
    closeAsked(() => listener())
  },
  onEngineState: (listener) => {
    engineState(listener)
    call('engine-state', [], listener)
  },
  onMenuAction: (listener) => {
    menuAction(listener)
  },
  onShowEntry: (listener) => {
    showEntry(listener)
  },
  openLink: (key) => {
    call('open-link', [key])
  },
  openText: (kind, done) => {
    call('open-text', [kind], done)
  },
  runtime: (done) => {
    call('runtime', [], done)
  },
  saveBytes: (name, bytes, done) => {
    call('save-bytes', [name, bytes], done)
  },
  savePassphrase: (passphrase, done) => {
    call('save-passphrase', [passphrase], done)
  },
  saveText: (kind, name, text, done) => {
    call('save-text', [kind, name, text], done)
  },
  setBadge: (count) => {
    call('set-badge', [count])
  },
  setTheme: (theme) => {
    call('set-theme', [theme])
  },
  setUnsaved: (unsaved) => {
    call('set-unsaved', [unsaved])
  },
  showItem: (key) => {
    call('show-item', [key])
  },
}

contextBridge.exposeInMainWorld('inspector', Object.freeze(bridge))
