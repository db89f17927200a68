import { useEffect, useState } from 'react'
import type { ComponentType, ReactElement } from 'react'

/**
 * Takes how a component's code is loaded, gives a component that loads it when it is first shown; until then it shows nothing. A failure
 * is thrown to the error boundary around it, and tried again when that is drawn anew.
 *
 * In place of React's lazy and Suspense, which hold back what has come for 0.3 s: a panel would open that much later the first time.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null
  return function Later(props: P): ReactElement | null {
    const [came, setCame] = useState({ fault: null as unknown })
    const waiting = loaded === null
    useEffect(() => {
      if (!waiting) return undefined
      let current = true
      load().then(
        (component) => {
          loaded = component
          if (current) setCame({ fault: null })
        },
        (fault: unknown) => current && setCame({ fault }),
      )
      return () => {
        current = false
      }
    }, [waiting])
    if (came.fault !== null) throw came.fault
    if (loaded === null) return null
    const Loaded = loaded
    return <Loaded {...props} />
  }
}
