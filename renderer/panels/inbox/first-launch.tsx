import type { ReactElement } from 'react'
import Copy from 'lucide-react/icons/copy'
import { listenerUrl, runAction } from '../../app/actions.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { Empty } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import styles from './first-launch.module.css'

/** Nothing captured yet: a working address, and two ways to a first callback. */
export function FirstLaunch(): ReactElement {
  const app = useApp()
  const listeners = useEngine((state) => state.listeners) ?? []
  const url = listenerUrl(app)
  if (url === null) {
    const reason = listeners.find((listener) => listener.problem !== null)?.problem?.message
    return (
      <Empty title="No listener is running">
        <p>{reason ?? 'Turn on a listener in the settings, and callbacks can arrive.'}</p>
        <Button onPress={() => app.ui.setPanel('settings')}>Open the settings</Button>
      </Empty>
    )
  }
  const curl = `curl -k '${url}callback?event=UNFREEZE&paymentId=order-1'`
  const copy = (text: string, what: string): void => {
    app.desktop.copyText(text)
    app.ui.say(`Copied ${what}.`)
  }
  return (
    <div className={styles['first']}>
      <h1>Ready for the first callback</h1>
      <div className={styles['bigUrl']}>
        <span>{url}</span>
        <IconButton label="Copy the address" quiet onPress={() => copy(url, 'the address of the listener')}>
          <Copy size={17} />
        </IconButton>
      </div>
      <p>
        Whatever is sent to this address, on any path, is captured byte for byte, judged and shown here. It is answered
        only after it is safely stored.
      </p>
      <div className={styles['ways']}>
        <section className={styles['way']}>
          <h2>See how it works</h2>
          <p>The simulator plays the bank: three attempts fail, the fourth is accepted, before your eyes.</p>
          <Button tone="primary" onPress={() => runAction(app, 'demo')}>
            Show me
          </Button>
        </section>
        <section className={styles['way']}>
          <h2>Send one yourself</h2>
          <p>From a terminal on this machine; -k because the certificate is our own.</p>
          <div className={styles['curl']}>
            <code>{curl}</code>
            <IconButton label="Copy the curl line" small quiet onPress={() => copy(curl, 'the curl line')}>
              <Copy size={14} />
            </IconButton>
          </div>
        </section>
      </div>
    </div>
  )
}
