import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import type { Settings } from '../../../shared/model/settings.ts'
import { toProblem } from '../../../shared/protocol/errors.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { useUnsaved } from '../../app/use-unsaved.ts'
import { Banner, Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { NEEDS_A_LOOK } from '../../state/leaving.ts'
import { AnswerSection } from './answer-section.tsx'
import { ArchiveSection } from './archive-section.tsx'
import { CertificateSection } from './certificate-section.tsx'
import { draftErrors, hasErrorIn, problemErrors, sameSettings } from './draft.ts'
import type { FieldErrors } from './draft.ts'
import { LimitsSection } from './limits-section.tsx'
import { ListenerSection } from './listener-section.tsx'
import { AboutSection, AppearanceSection, NotificationsSection, ProfilesSection } from './other-sections.tsx'
import { passphraseSaid } from './passphrase-said.ts'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'
import { SourcesSection } from './sources-section.tsx'

const SECTIONS = [
  { id: 'listener', name: 'Listener', fields: ['https', 'http', 'listeners'] },
  { id: 'certificate', name: 'Certificate', fields: ['certificate', 'passphrase'] },
  { id: 'answer', name: 'Answer', fields: ['answer'] },
  { id: 'limits', name: 'Limits', fields: ['limits'] },
  { id: 'sources', name: 'Sources', fields: ['sources'] },
  { id: 'archive', name: 'Archive', fields: ['retention'] },
  { id: 'profiles', name: 'Profiles', fields: [] },
  { id: 'appearance', name: 'Appearance', fields: ['theme'] },
  { id: 'notifications', name: 'Notifications', fields: ['notifyOnArrival'] },
  { id: 'about', name: 'About', fields: [] },
] as const
type SectionId = (typeof SECTIONS)[number]['id']

/** Everything that can be set. Nothing changes before it is saved. */
export function SettingsPanel(): ReactElement {
  const saved = useEngine((state) => state.settings)
  return saved === null ? <Empty title="Connecting to the engine …" /> : <Form saved={saved} />
}

function Form({ saved }: { readonly saved: Settings }): ReactElement {
  const [at, setAt] = useState<SectionId>('listener')
  const form = useDraft(saved)
  const { draft, errors, change } = form
  const props: SectionProps = { draft, change, errors }
  return (
    <div className={styles['panel']}>
      <div className={styles['body']}>
        <nav className={styles['nav']} aria-label="Settings">
          <h1>Settings</h1>
          {SECTIONS.map(({ id, name, fields }) => (
            <button
              key={id}
              type="button"
              className={styles['link']}
              aria-current={id === at}
              onClick={() => setAt(id)}
            >
              {name}
              {hasErrorIn(errors, ...fields) && (
                <span className={styles['dot']} role="img" aria-label="has a problem" />
              )}
            </button>
          ))}
        </nav>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className={styles['content']} aria-label={SECTIONS.find(({ id }) => id === at)?.name} tabIndex={0}>
          {errors[''] !== undefined && (
            <Banner severity="error" inset>
              {errors['']}
            </Banner>
          )}
          <Content at={at} props={props} passphrase={form.passphrase} setPassphrase={form.setPassphrase} />
        </section>
      </div>
      {form.dirty && (
        <div className={styles['save']} role="group" aria-label="Unsaved changes">
          <span>Changes are not saved yet.</span>
          <Button onPress={form.revert}>Revert</Button>
          <Button tone="primary" onPress={form.save}>
            Save
          </Button>
        </div>
      )}
    </div>
  )
}

interface ContentProps {
  readonly at: SectionId
  readonly props: SectionProps
  readonly passphrase: string | null
  readonly setPassphrase: (passphrase: string) => void
}

function Content({ at, props, passphrase, setPassphrase }: ContentProps): ReactElement {
  switch (at) {
    case 'listener':
      return <ListenerSection {...props} />
    case 'certificate':
      return <CertificateSection {...props} passphrase={passphrase} setPassphrase={setPassphrase} />
    case 'answer':
      return <AnswerSection {...props} />
    case 'limits':
      return <LimitsSection {...props} />
    case 'sources':
      return <SourcesSection {...props} />
    case 'archive':
      return <ArchiveSection {...props} />
    case 'profiles':
      return <ProfilesSection />
    case 'appearance':
      return <AppearanceSection {...props} />
    case 'notifications':
      return <NotificationsSection {...props} />
    case 'about':
      return <AboutSection />
  }
}

interface DraftForm {
  readonly draft: Settings
  readonly errors: FieldErrors
  readonly dirty: boolean
  readonly passphrase: string | null
  readonly change: (part: Partial<Settings>) => void
  readonly setPassphrase: (passphrase: string) => void
  readonly save: () => void
  readonly revert: () => void
}

function useDraft(saved: Settings): DraftForm {
  const app = useApp()
  const [draft, setDraft] = useState(saved)
  const [passphrase, setPassphrase] = useState<string | null>(null)
  const [refused, setRefused] = useState<FieldErrors>({})
  const [saving, setSaving] = useState(false)
  // Changed elsewhere (a palette action, another window): nothing unsaved may be lost by it.
  const [base, setBase] = useState(saved)
  useEffect(() => {
    if (sameSettings(draft, base)) setDraft(saved)
    setBase(saved)
    // Only a change of what is saved counts here.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [saved])
  const wrong = draftErrors(draft)
  const save = async (): Promise<boolean> => {
    if (Object.keys(wrong).length > 0) {
      app.ui.say(NEEDS_A_LOOK, 'error')
      return false
    }
    setSaving(true)
    try {
      const answer = await app.call('settings.write', { settings: draft, passphrase })
      setRefused(problemErrors(answer.problems))
      if (answer.problems.length > 0) return false
      if (passphrase !== null) app.desktop.savePassphrase(passphrase, (storage) => passphraseSaid(app.ui, storage))
      if (draft.theme !== saved.theme) app.desktop.setTheme(draft.theme)
      setDraft(answer.settings)
      setBase(answer.settings)
      setPassphrase(null)
      app.ui.say('Saved.')
      return true
    } catch (thrown) {
      app.ui.fail(toProblem(thrown))
      return false
    } finally {
      setSaving(false)
    }
  }
  const revert = (): void => {
    setDraft(saved)
    setPassphrase(null)
    setRefused({})
  }
  const dirty = passphrase !== null || !sameSettings(draft, saved)
  const reason = Object.keys(wrong).length > 0 ? NEEDS_A_LOOK : null
  useUnsaved('settings', dirty ? { what: 'the settings', saving, wrong: reason, save, discard: revert } : null)
  return {
    draft,
    errors: { ...refused, ...wrong },
    dirty,
    passphrase,
    change: (part) => {
      setDraft({ ...draft, ...part })
      setRefused({})
    },
    setPassphrase: (text) => setPassphrase(text === '' ? null : text),
    save: () => void save(),
    revert,
  }
}
