import type { MenuItemConstructorOptions } from 'electron'
import type { LinkKey, MenuAction } from '../../shared/protocol/bridge.ts'

export interface MenuParts {
  readonly mac: boolean
  readonly developer: boolean
  readonly act: (action: MenuAction) => void
  readonly link: (key: LinkKey) => void
}

type Entry = readonly [label: string, action: MenuAction, accelerator?: string] | 'separator'

const FILE: readonly Entry[] = [
  ['Send a demonstration callback', 'demo', 'CmdOrCtrl+D'],
  ['Copy the listener’s address', 'copy-url', 'CmdOrCtrl+Shift+U'],
  ['Restart the listeners', 'restart-listeners'],
  ['Test the listeners', 'self-test'],
  ['Test the public name', 'public-self-test'],
  ['Set up the certificate…', 'certificate-wizard'],
  'separator',
  ['New profile', 'profile-new'],
  ['Import a profile …', 'profile-import'],
  ['Save the profile', 'profile-save', 'CmdOrCtrl+S'],
  ['Duplicate the profile', 'profile-duplicate'],
  ['Export the profile …', 'profile-export'],
  ['Export the profile with secrets …', 'profile-export-secrets'],
  ['Delete the profile …', 'profile-delete'],
  ['Encrypt the secrets of all profiles', 'seal-secrets'],
  ['Fetch the key sets again', 'fetch-key-sets'],
  'separator',
  ['Start the simulator', 'simulator-start'],
  ['Pause the simulator', 'simulator-pause'],
  ['Go on with the simulator', 'simulator-resume'],
  ['One step of the simulator', 'simulator-step'],
  ['Stop the simulator', 'simulator-stop'],
  ['Clear the runs that are over', 'simulator-clear'],
]
const ENTRY: readonly Entry[] = [
  ['Copy as cURL', 'copy-curl', 'CmdOrCtrl+Shift+C'],
  ['Save the body …', 'save-body', 'CmdOrCtrl+Shift+S'],
  ['Make a profile of it', 'profile-of-callback'],
  ['Open it in the digest workshop', 'digest-from-callback'],
  ['Open it in the signature workshop', 'signature-from-callback'],
  ['Show its delivery', 'delivery-of-callback'],
  ['Delete', 'delete'],
  'separator',
  ['Save the ladders as SVG …', 'deliveries-svg'],
  ['Save the ladders as PNG …', 'deliveries-png'],
  'separator',
  ['Newest', 'newest', 'CmdOrCtrl+Shift+J'],
  ['Next', 'next'],
  ['Previous', 'previous'],
  'separator',
  ['Judge everything again', 'rejudge'],
  ['Stop judging again', 'cancel-rejudge'],
  ['Clear the archive …', 'clear'],
]
const VIEW: readonly Entry[] = [
  ['Command palette', 'palette', 'CmdOrCtrl+K'],
  ['Find', 'find', 'CmdOrCtrl+F'],
  ['Sort by time', 'sort-time'],
  ['Sort by event', 'sort-event'],
  ['Sort by lights', 'sort-lights'],
  ['Sort again', 'sort-again'],
  ['Pause', 'pause', 'CmdOrCtrl+P'],
  'separator',
  ['Inbox', 'panel-inbox', 'CmdOrCtrl+1'],
  ['Deliveries', 'panel-deliveries', 'CmdOrCtrl+2'],
  ['Digest', 'panel-digest', 'CmdOrCtrl+3'],
  ['Signature', 'panel-signature', 'CmdOrCtrl+4'],
  ['Profiles', 'panel-profiles', 'CmdOrCtrl+8'],
  ['Answer rules', 'panel-rules', 'CmdOrCtrl+5'],
  ['Simulator', 'panel-simulator', 'CmdOrCtrl+6'],
  ['Endpoint check', 'panel-endpoint-check', 'CmdOrCtrl+7'],
  ['Settings', 'panel-settings', 'CmdOrCtrl+,'],
  'separator',
  ['Presentation mode', 'presentation', 'CmdOrCtrl+Shift+P'],
  ['System theme', 'theme-system'],
  ['Light theme', 'theme-light'],
  ['Dark theme', 'theme-dark'],
]

/** The application menu as a value: every action of the page, and the roles that the system brings. */
export function menuTemplate({ mac, developer, act, link }: MenuParts): MenuItemConstructorOptions[] {
  const items = (entries: readonly Entry[]): MenuItemConstructorOptions[] =>
    entries.map((entry) => {
      if (entry === 'separator') return { type: 'separator' }
      const [label, action, accelerator] = entry
      return {
        id: action,
        label,
        click: () => {
          act(action)
        },
        ...(accelerator === undefined ? {} : { accelerator }),
      }
    })
  const zoom: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ]
  const tools: MenuItemConstructorOptions[] = developer ? [{ role: 'reload' }, { role: 'toggleDevTools' }] : []
  const open = (label: string, key: LinkKey): MenuItemConstructorOptions => ({
    label,
    click: () => {
      link(key)
    },
  })
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    { label: '&File', submenu: [...items(FILE), { type: 'separator' }, { role: mac ? 'close' : 'quit' }] },
    { role: 'editMenu' },
    { label: 'E&ntry', submenu: items(ENTRY) },
    { label: '&View', submenu: [...items(VIEW), { type: 'separator' }, ...zoom, ...tools] },
    { role: 'windowMenu' },
    {
      label: '&Help',
      role: 'help',
      submenu: [
        ...items([['Keyboard shortcuts', 'shortcuts', 'CmdOrCtrl+/']]),
        open('Documentation', 'documentation'),
        open('Report a problem', 'issues'),
      ],
    },
  ]
}
