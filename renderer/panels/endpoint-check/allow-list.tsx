import { useState } from 'react'
import type { ReactElement } from 'react'
import { SOURCES_READ_ON } from '../../../shared/facts/network.ts'
import { ALLOW_PLATFORMS, allowRules } from '../../../shared/preflight/allow-list.ts'
import type { AllowPlatform } from '../../../shared/preflight/allow-list.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/fields.tsx'
import styles from './endpoint-check.module.css'

/** The bank's addresses as rules for whatever stands in front of the endpoint. */
export function AllowList(): ReactElement {
  const app = useApp()
  const [platform, setPlatform] = useState<AllowPlatform>('nginx')
  const rules = allowRules(platform)
  const copy = (): void => {
    app.desktop.copyText(rules)
    app.ui.say('Copied the rules.')
  }
  return (
    <section className={styles['allow']} aria-label="Let the bank in">
      <h2>Let the bank in</h2>
      <p className={styles['muted']}>
        The addresses that callbacks come from, as of {SOURCES_READ_ON}. Only these: never whole cloud networks.
      </p>
      <div className={styles['allowRow']}>
        <Select label="Rules for" value={platform} options={ALLOW_PLATFORMS} onChange={setPlatform} />
        <Button onPress={copy}>Copy rules</Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles['rules']} tabIndex={0} aria-label="Rules">
        {rules}
      </pre>
    </section>
  )
}
