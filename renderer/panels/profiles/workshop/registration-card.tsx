import { useState } from 'react'
import type { ReactElement } from 'react'
import CircleAlert from 'lucide-react/icons/circle-alert'
import Info from 'lucide-react/icons/info'
import type { WrittenCall } from '../../../../shared/templates/registration/call.ts'
import { registrationCalls } from '../../../../shared/templates/registration/calls.ts'
import { familyOfEvent } from '../../../../shared/templates/words.ts'
import { useApp, useUi } from '../../../app/use-app.ts'
import { Button } from '../../../kit/button.tsx'
import { Choice } from '../../../kit/choice.tsx'
import { Card } from '../layout.tsx'
import { maskedSecrets, registrationOf, shownSecrets, urlsOf } from './registration.ts'
import type { WorkshopProps } from '../tab-props.ts'
import styles from './workshop.module.css'

/** The call that registers this template at the bank, with what the documents leave open beside it. */
export function RegistrationCard({
  open,
  draft,
  event,
  text,
}: WorkshopProps & { readonly text: string }): ReactElement {
  const app = useApp()
  const presenting = useUi((ui) => ui.presenting)
  const family = draft.family ?? familyOfEvent(event) ?? 'legacy'
  const calls = registrationCalls(family, registrationOf(draft, event, text, maskedSecrets), urlsOf(draft))
  const [chosen, setChosen] = useState<WrittenCall['id'] | null>(null)
  const call = calls.find(({ id }) => id === chosen) ?? calls[0]
  if (call === undefined) return <Card title="Registration">{null}</Card>
  const copy = (written: WrittenCall, words: string): void => {
    app.desktop.copyText(written.text)
    app.ui.say(words)
  }
  const copyWithSecrets = async (): Promise<void> => {
    const secrets = await shownSecrets(draft, event, app.profiles.secret)
    if (secrets === null) return
    const full = registrationCalls(family, registrationOf(draft, event, text, secrets), urlsOf(draft))
    const same = full.find(({ id }) => id === call.id)
    if (same !== undefined) copy(same, 'Copied the call, with its secrets.')
  }
  return (
    <Card
      title="Registration"
      intro="Written out for your own client: nothing is sent from here. Addresses are those of the environment of the profile; a lab uses the test ones."
      tools={
        calls.length > 1 ? (
          <Choice
            label="Call"
            value={call.id}
            options={calls.map(({ id }) => ({ id, name: id === 'rco-plus' ? 'RCO+' : id.toUpperCase() }))}
            onChange={setChosen}
          />
        ) : undefined
      }
    >
      <div className={styles['registration']}>
        <div className={styles['call']}>
          <div className={styles['callHead']}>
            <strong>{call.title}</strong>
            <Button small onPress={() => copy(call, 'Copied the call; its secrets are masked.')}>
              Copy
            </Button>
            <Button small tone="quiet" disabled={presenting} onPress={() => void copyWithSecrets()}>
              Copy with secrets
            </Button>
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre tabIndex={0} role="region" aria-label={call.title}>
            {call.text}
          </pre>
        </div>
        <ul className={styles['gaps']} aria-label="What the documents leave open">
          {call.gaps.map((gap) => (
            <li key={gap.text}>
              {gap.stops ? (
                <CircleAlert size={14} aria-label="does not work" className={styles['error']} />
              ) : (
                <Info size={14} aria-hidden className={styles['info']} />
              )}
              <span>
                {gap.text} <span className={styles['source']}>{gap.source}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
      {open.previousName === null && (
        <p className={styles['muted']}>The profile is not saved yet: keep the salt that you register.</p>
      )}
    </Card>
  )
}
