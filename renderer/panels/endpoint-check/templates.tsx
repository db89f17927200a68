import type { ReactElement } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import ChevronDown from 'lucide-react/icons/chevron-down'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import type { App } from '../../app/create-app.ts'
import styles from './endpoint-check.module.css'

/** The full addresses among the templates of a profile, without repeats; and whether it has credentials. */
async function templatesOf(
  app: App,
  name: string,
): Promise<{ readonly addresses: readonly string[]; readonly login: boolean }> {
  const { profile } = await app.call('profiles.read', { name })
  const templates = Object.values(profile.events ?? {}).flatMap(({ uriTemplate }) => uriTemplate ?? [])
  const addresses = [...new Set(templates)].filter((template) => /^https?:/i.test(template))
  return { addresses, login: profile.credentials !== undefined }
}

async function take(app: App, name: string): Promise<void> {
  try {
    const { addresses, login } = await templatesOf(app, name)
    if (addresses.length === 0)
      return app.ui.say(`${name} holds no template with a full address: enter the address by hand.`, 'error')
    return app.checks.takeFrom(addresses.join('\n'), login ? name : null)
  } catch (thrown) {
    return app.ui.fail(toProblem(thrown))
  }
}

/** Takes the registered addresses of a profile. */
export function Templates(): ReactElement | null {
  const app = useApp()
  const names =
    useEngine((state) =>
      state.profiles.flatMap(({ name, kind }) => (kind === 'profile' && name !== null ? [name] : [])),
    ) ?? []
  if (names.length === 0) return null
  return (
    <MenuTrigger>
      <AriaButton className={styles['menuButton'] ?? ''}>
        Take from a profile
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      <Popover className={styles['popover'] ?? ''} offset={4}>
        <Menu aria-label="Profiles" onAction={(name) => void take(app, String(name))}>
          {names.map((name) => (
            <MenuItem key={name} id={name} className={styles['menuItem'] ?? ''}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
