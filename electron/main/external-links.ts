import { shell } from 'electron'
import type { LinkKey } from '../../shared/protocol/bridge.ts'

const REPOSITORY = 'https://github.com/callback-inspector/callback-inspector'

/** The only addresses that ever leave for the user's browser. Nothing from a capture can become one. */
export const LINKS: Readonly<Record<LinkKey, string>> = {
  documentation: `${REPOSITORY}#readme`,
  findings: `${REPOSITORY}/blob/main/docs/findings.md`,
  profiles: `${REPOSITORY}/blob/main/docs/profiles.md`,
  issues: `${REPOSITORY}/issues`,
  'merchant-api': 'https://developers.resurs.com/',
}

/** Opens one of our own links in the user's browser. */
export async function openLink(key: LinkKey): Promise<void> {
  await shell.openExternal(LINKS[key])
}

/** Shows one of our own files in the file manager. */
export function showInFolder(path: string): void {
  shell.showItemInFolder(path)
}
