import { useLayoutEffect } from 'react'
import type { Theme } from '../../../shared/protocol/bridge.ts'

const DARK = '(prefers-color-scheme: dark)'

/** Puts the theme on the page; `system` follows the system while it changes. */
export function useTheme(theme: Theme): void {
  useLayoutEffect(() => {
    const dark = window.matchMedia(DARK)
    const apply = (): void => {
      const wanted = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
      document.documentElement.dataset['theme'] = wanted
    }
    apply()
    dark.addEventListener('change', apply)
    return () => dark.removeEventListener('change', apply)
  }, [theme])
}
