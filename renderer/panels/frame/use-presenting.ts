import { useEffect } from 'react'

/** Puts presentation mode on the page, where the style sheets see it. */
export function usePresenting(presenting: boolean): void {
  useEffect(() => {
    document.documentElement.dataset['presenting'] = presenting ? 'on' : 'off'
  }, [presenting])
}
