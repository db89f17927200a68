import { useEffect, useState } from 'react'

/** The present in ms since 1970, moved on with each whole second while the window is visible: one timer, and none when it is hidden. */
export function useSecond(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const arm = (): void => {
      timer = document.hidden ? null : setTimeout(tick, 1000 - (Date.now() % 1000))
    }
    const tick = (): void => {
      setNow(Date.now())
      arm()
    }
    const onVisible = (): void => {
      if (timer !== null) clearTimeout(timer)
      if (!document.hidden) setNow(Date.now())
      arm()
    }
    arm()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      if (timer !== null) clearTimeout(timer)
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [])
  return now
}
