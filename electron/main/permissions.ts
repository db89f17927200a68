import type { Session } from 'electron'

/** What of a session this module needs. */
export type GuardedSession = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'
> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> }

// What the page could be tricked into asking for; its own files come over app:// and data: and are not in this list.
const OUTSIDE = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*']

/**
 * Denies every permission (asked, checked, device), every download and every request to anywhere outside the app.
 * Notifications do not need one: main shows them itself.
 * @param devServer the one address that a development build may load from
 */
export function denyEverything(session: GuardedSession, devServer: string | null): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => {
    event.preventDefault()
  })
  session.webRequest.onBeforeRequest({ urls: OUTSIDE }, (details, answer) => {
    answer({ cancel: devServer === null || new URL(details.url).host !== new URL(devServer).host })
  })
}
