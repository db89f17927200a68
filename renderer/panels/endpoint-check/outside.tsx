import type { ReactElement } from 'react'
import Copy from 'lucide-react/icons/copy'
import type { CheckView } from '../../../shared/protocol/checks.ts'
import { useApp } from '../../app/use-app.ts'
import { Captured } from '../../kit/bits.tsx'
import { IconButton } from '../../kit/button.tsx'
import styles from './endpoint-check.module.css'

/** What a colleague outside can run: that is proof which this machine cannot give. */
export function Outside({ lines }: { readonly lines: CheckView['outside'] }): ReactElement | null {
  const app = useApp()
  if (lines.length === 0) return null
  const copy = (text: string): void => {
    app.desktop.copyText(text)
    app.ui.say('Copied the command.')
  }
  return (
    <section className={styles['outside']} aria-label="To run from outside">
      <h2>To run from outside</h2>
      <p className={styles['muted']}>Ask somebody outside of your network; what it shows there is what counts.</p>
      {lines.map(({ command, expect }) => (
        <div key={command} className={styles['command']}>
          <code>
            <Captured text={command} />
          </code>
          <IconButton label={`Copy: ${command.split(' ', 1)[0] ?? ''}`} small quiet onPress={() => copy(command)}>
            <Copy size={14} />
          </IconButton>
          <p className={styles['muted']}>{expect}</p>
        </div>
      ))}
    </section>
  )
}
