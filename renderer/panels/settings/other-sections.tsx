import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { PassphraseStorage, RuntimeFacts, Theme } from '../../../shared/protocol/bridge.ts'
import { runAction } from '../../app/actions.ts'
import { plainSecrets } from '../../app/secrets.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { plural } from '../../format/units.ts'
import { Empty, Tag } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Choice } from '../../kit/choice.tsx'
import { cx } from '../../kit/cx.ts'
import { Switch } from '../../kit/fields.tsx'
import { Light } from '../../kit/light.tsx'
import { Section } from './section.tsx'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'

const THEMES: readonly { readonly id: Theme; readonly name: string }[] = [
  { id: 'system', name: 'As the system' },
  { id: 'light', name: 'Light' },
  { id: 'dark', name: 'Dark' },
]

/** How this system keeps salts, keys and passphrases; said plainly where it does not. */
const SECRETS: Readonly<Record<PassphraseStorage, string>> = {
  secure: 'Encrypted by the system',
  weak: 'This system has no secret store: salts, keys and passphrases are only lightly protected',
  failed: 'This system cannot encrypt: salts and keys stand in plain text, in files that only you can read',
}

/** Endpoint profiles: what was read from the folder, and what is wrong with it. */
export function ProfilesSection(): ReactElement {
  const app = useApp()
  const profiles = useEngine((state) => state.profiles) ?? []
  const folder = useEngine((state) => state.profilesFolder)
  const plain = plainSecrets(profiles)
  return (
    <Section
      title="Profiles"
      intro="What is known of your endpoints: templates, salts and keys, as JSON files. They are read again whenever they change."
    >
      <div className={styles['card']}>
        <div className={styles['muted']}>
          Folder <span className="mono">{folder}</span>
        </div>
        <div className={styles['row']}>
          <Button small onPress={() => app.ui.setPanel('profiles')}>
            Open the profiles
          </Button>
          <Button small onPress={() => app.desktop.showItem('profiles')}>
            Open the folder
          </Button>
          <Button small onPress={() => app.desktop.openLink('profiles')}>
            How to write one
          </Button>
          {plain > 0 && (
            <Button small onPress={() => runAction(app, 'seal-secrets')}>
              Encrypt {plural(plain, 'secret')} now
            </Button>
          )}
        </div>
      </div>
      <div className={styles['card']}>
        {profiles.length === 0 && (
          <Empty title="No profile yet">Without one, digests and signatures can be read, but not judged.</Empty>
        )}
        <div>
          {profiles.map((profile) => (
            <div key={profile.file} className={styles['profile']}>
              <div className={styles['name']}>
                <Light name={null} state={profile.problem === null ? 'pass' : 'fail'} />
                {profile.name ?? profile.file}
                {profile.environment !== null && <Tag>{profile.environment}</Tag>}
              </div>
              {profile.name !== null && <span className={cx(styles['muted'], 'mono')}>{profile.file}</span>}
              {profile.problem === null ? (
                <span className={styles['muted']}>
                  {plural(profile.events.length, 'event')}
                  {profile.events.length > 0 && `: ${profile.events.join(', ')}`}
                  {profile.keys > 0 && ` · ${plural(profile.keys, 'key')}`}
                </span>
              ) : (
                <span className={styles['bad']}>{profile.problem.message}</span>
              )}
            </div>
          ))}
        </div>
      </div>
    </Section>
  )
}

/** Theme. */
export function AppearanceSection({ draft, change }: SectionProps): ReactElement {
  return (
    <Section title="Appearance" intro="Light for a bright room, dark for a dim one, or whatever the system says.">
      <div>
        <Choice label="Theme" value={draft.theme} options={THEMES} onChange={(theme) => change({ theme })} />
      </div>
    </Section>
  )
}

/** Native notifications. */
export function NotificationsSection({ draft, change }: SectionProps): ReactElement {
  return (
    <Section title="Notifications" intro="The desktop’s own notifications; a click on one brings the callback up.">
      <Switch
        label="Notify me when a callback arrives"
        help="Only while the window is not in front. Shows event type and reference, never a salt or a body."
        on={draft.notifyOnArrival}
        onChange={(notifyOnArrival) => change({ notifyOnArrival })}
      />
    </Section>
  )
}

/** Versions, and where to read on. */
export function AboutSection(): ReactElement {
  const app = useApp()
  const [facts, setFacts] = useState<RuntimeFacts | null>(null)
  const engine = useEngine((state) => `${state.version}, Node ${state.runtime.node}`)
  useEffect(() => app.desktop.runtime(setFacts), [app])
  return (
    <Section
      title="About"
      intro="Captures every Resurs Bank callback byte for byte, and says at once whether it is genuine and delivered."
    >
      <dl className={styles['facts']}>
        <dt>Callback Inspector</dt>
        <dd>{facts?.version ?? ''}</dd>
        <dt>Engine</dt>
        <dd>{engine}</dd>
        <dt>Electron</dt>
        <dd>{facts?.electron ?? ''}</dd>
        <dt>Chromium</dt>
        <dd>{facts?.chromium ?? ''}</dd>
        <dt>Platform</dt>
        <dd>{facts?.platform ?? ''}</dd>
        <dt>Secrets</dt>
        <dd>{facts === null ? '' : SECRETS[facts.secretStorage]}</dd>
      </dl>
      {facts?.testBuild === true && (
        <p className={styles['muted']}>
          This is a test build: it runs on the runtime of the package registry, for development only.
        </p>
      )}
      <div className={styles['row']}>
        <Button small onPress={() => app.desktop.openLink('documentation')}>
          Documentation
        </Button>
        <Button small onPress={() => app.desktop.showItem('log')}>
          Show the log
        </Button>
      </div>
    </Section>
  )
}
