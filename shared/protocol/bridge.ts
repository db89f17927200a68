/*
 * What the page sees of the desktop: `window.inspector`, a frozen object of named functions, and one window message.
 * Types and name lists; preload implements it, main answers it. Nothing here carries a callback: those go over the engine's port.
 */

/** Every action that the application menu can ask for; the page maps each name to the same action as its palette. */
export const MENU_ACTIONS = [
  'panel-inbox',
  'panel-deliveries',
  'delivery-of-callback',
  'deliveries-svg',
  'deliveries-png',
  'panel-digest',
  'panel-signature',
  'panel-profiles',
  'panel-rules',
  'panel-simulator',
  'panel-endpoint-check',
  'panel-settings',
  'palette',
  'find',
  'demo',
  'simulator-start',
  'simulator-pause',
  'simulator-resume',
  'simulator-step',
  'simulator-stop',
  'simulator-clear',
  'pause',
  'clear',
  'delete',
  'copy-curl',
  'copy-url',
  'save-body',
  'sort-time',
  'sort-event',
  'sort-lights',
  'sort-again',
  'digest-from-callback',
  'signature-from-callback',
  'fetch-key-sets',
  'newest',
  'next',
  'previous',
  'rejudge',
  'profile-new',
  'profile-import',
  'profile-of-callback',
  'profile-save',
  'profile-duplicate',
  'profile-export',
  'profile-export-secrets',
  'profile-delete',
  'cancel-rejudge',
  'seal-secrets',
  'restart-listeners',
  'self-test',
  'public-self-test',
  'certificate-wizard',
  'presentation',
  'theme-system',
  'theme-light',
  'theme-dark',
  'shortcuts',
] as const
export type MenuAction = (typeof MENU_ACTIONS)[number]

/** What main may tell about the engine's process. `restarting` and `stopped` carry a sentence for the user. */
export const ENGINE_STATES = ['starting', 'up', 'restarting', 'stopped'] as const
export interface EngineReport {
  readonly state: (typeof ENGINE_STATES)[number]
  readonly message: string | null
}

/** Pages of ours that may be opened in the user's browser, by key: never an address from a capture. */
export const LINK_KEYS = ['documentation', 'findings', 'profiles', 'issues', 'merchant-api'] as const
export type LinkKey = (typeof LINK_KEYS)[number]

/** Our own files and folders that may be shown in the file manager, by key. */
export const ITEM_KEYS = ['user-data', 'profiles', 'archive', 'authority', 'log'] as const
export type ItemKey = (typeof ITEM_KEYS)[number]

/** What a file dialog is asked for: its title and filters stand in main. */
export const FILE_KINDS = ['certificate', 'key', 'pfx', 'profile', 'key-set', 'archive', 'report'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** Text files that the page may be given, or may have written, where the user says so in a dialog. */
export const TEXT_KINDS = ['profile', 'key-set', 'report'] as const
export type TextKind = (typeof TEXT_KINDS)[number]

/** What came of a dialog for a text file: the file's name with its text, or a sentence that says why there is none. */
export type OpenedText =
  { readonly name: string; readonly text: string; readonly problem: null } | { readonly problem: string }
/** Where a text was written, or a sentence that says why it was not. */
export type SavedText = { readonly path: string; readonly problem: null } | { readonly problem: string }

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export interface ArrivalNotice {
  readonly title: string
  readonly body: string
  /** The entry that a click on the notification brings up (`onShowEntry`). */
  readonly sequence: number
}

/** `secure`: encrypted by the system's secret store. `weak`: this system has none, and the user should know. */
export type PassphraseStorage = 'secure' | 'weak' | 'failed'

export interface RuntimeFacts {
  readonly version: string
  readonly electron: string
  readonly chromium: string
  readonly node: string
  readonly platform: string
  /** True on the registry runtime: the window says so. */
  readonly testBuild: boolean
  /** `weak` and `failed` as in PassphraseStorage. */
  readonly secretStorage: PassphraseStorage
}

/** The message that hands the engine's port over: `event.data`, with the MessagePort as `event.ports[0]`. */
export interface EnginePortMessage {
  readonly type: 'engine-port'
}

/** `window.inspector`. Callbacks instead of promises: a promise over Electron's bridge leaked in older versions. */
export interface InspectorBridge {
  /** Asks for a port to the engine; it arrives as an EnginePortMessage (again after an engine restart, unasked). */
  readonly connectEngine: () => void
  /** Called at once with the present state, then at every change. One listener; a later call replaces it. */
  readonly onEngineState: (listener: (report: EngineReport) => void) => void
  readonly onMenuAction: (listener: (action: MenuAction) => void) => void
  /** A notification was clicked: bring this entry up. */
  readonly onShowEntry: (listener: (sequence: number) => void) => void
  /** Native dialog; null when the user thought better of it. */
  readonly chooseFile: (kind: FileKind, done: (path: string | null) => void) => void
  /** Native dialog, then the text of the chosen file (UTF-8, 4 MiB at most); null when the user thought better of it. */
  readonly openText: (kind: TextKind, done: (opened: OpenedText | null) => void) => void
  /** Native dialog, then the text is written there, readable for this user only; null when the user thought better of it. */
  readonly saveText: (kind: TextKind, name: string, text: string, done: (saved: SavedText | null) => void) => void
  /** Native dialog, then the bytes are written there, readable for this user only. The name is ours, never one of a callback. */
  readonly saveBytes: (name: string, bytes: Uint8Array<ArrayBuffer>, done: (saved: SavedText | null) => void) => void
  readonly copyText: (text: string) => void
  readonly notify: (notice: ArrivalNotice) => void
  /** Unread callbacks, on the dock or task bar and in the window's title. */
  readonly setBadge: (count: number) => void
  /** Whether something on the page would be lost with it: then main asks (`onCloseAsked`) before the window closes. */
  readonly setUnsaved: (unsaved: boolean) => void
  /** The user wants to close the window or to quit while something is unsaved. */
  readonly onCloseAsked: (listener: () => void) => void
  /** The user has decided: closes the window, whatever is unsaved. */
  readonly closeWindow: () => void
  readonly openLink: (key: LinkKey) => void
  readonly showItem: (key: ItemKey) => void
  /** Keeps the passphrase of the TLS key for the next start; null forgets it. */
  readonly savePassphrase: (passphrase: string | null, done: (storage: PassphraseStorage) => void) => void
  readonly setTheme: (theme: Theme) => void
  readonly runtime: (done: (facts: RuntimeFacts) => void) => void
}

/** The bridge's names, in order: a test compares them with what the page sees. */
export const BRIDGE_NAMES = [
  'chooseFile',
  'closeWindow',
  'connectEngine',
  'copyText',
  'notify',
  'onCloseAsked',
  'onEngineState',
  'onMenuAction',
  'onShowEntry',
  'openLink',
  'openText',
  'runtime',
  'saveBytes',
  'savePassphrase',
  'saveText',
  'setBadge',
  'setTheme',
  'setUnsaved',
  'showItem',
] as const satisfies readonly (keyof InspectorBridge)[]
