import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import FileDown from 'lucide-react/icons/file-down'
import Lock from 'lucide-react/icons/lock'
import Plus from 'lucide-react/icons/plus'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import type { PassphraseStorage } from '../../../shared/protocol/bridge.ts'
import type { ProfileStatus } from '../../../shared/protocol/views.ts'
import { importProfile } from '../../app/profile-actions.ts'
import { useApp, useEngine } from '../../app/use-app.ts'
import { plural } from '../../format/units.ts'
import { FAMILY_WORDS } from '../../format/words.ts'
import { Tag } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { Light } from '../../kit/light.tsx'
import { isDirty } from '../../state/open-profile.ts'
import styles from './profiles.module.css'
import { useEditor } from './use-editor.ts'
import { ENVIRONMENT_WORDS } from './words.ts'

/** Every profile by name, with its environment, its family and whether it can be changed here. */
export function ProfileList(): ReactElement {
  const app = useApp()
  const folder = useEngine((state) => state.profilesFolder) ?? ''
  const statuses = useEngine((state) => state.profiles) ?? []
  const profiles = statuses.filter(({ kind }) => kind === 'profile')
  return (
    <section className={styles['list']} aria-label="Profiles">
      <header className={styles['listHead']}>
        <h1>Profiles</h1>
        <IconButton label="Import a profile" quiet onPress={() => importProfile(app)}>
          <FileDown size={16} />
        </IconButton>
        <IconButton label="New profile" quiet onPress={app.profiles.openNew}>
          <Plus size={17} />
        </IconButton>
      </header>
      <nav className={styles['items']} aria-label="Endpoint profiles">
        <Unsaved />
        {profiles.map((profile) => (
          <Item key={profile.file} profile={profile} />
        ))}
      </nav>
      <footer className={styles['listFoot']}>
        <span className="mono" title={folder}>
          {folder === '' ? 'No folder: profiles of the command line only' : folder}
        </span>
        <Button small tone="quiet" disabled={folder === ''} onPress={() => app.desktop.showItem('profiles')}>
          Open the folder
        </Button>
        <Unprotected />
      </footer>
    </section>
  )
}

/** Said where it matters: how this system keeps the secrets that are saved here, when it does not keep them well. */
function Unprotected(): ReactElement | null {
  const app = useApp()
  const [storage, setStorage] = useState<PassphraseStorage>('secure')
  useEffect(() => app.desktop.runtime((facts) => setStorage(facts.secretStorage)), [app])
  if (storage === 'secure') return null
  return (
    <p className={styles['unprotected']}>
      <TriangleAlert size={13} aria-hidden />
      {storage === 'weak'
        ? 'This system has no secret store: salts are only lightly protected on disk.'
        : 'This system cannot encrypt: salts stand in plain text, in files that only you can read.'}
    </p>
  )
}

/** A new profile stands in the list before it is saved. */
function Unsaved(): ReactElement | null {
  const name = useEditor(({ open }) => (open !== null && open.previousName === null ? open.draft.name : null))
  if (name === null) return null
  return (
    <div className={styles['item']} aria-current="page">
      <span className={styles['itemName']}>{name === '' ? 'Without a name' : name}</span>
      <span className={styles['itemMore']}>
        <Tag tone="warn">not saved</Tag>
      </span>
    </div>
  )
}

function Item({ profile }: { readonly profile: ProfileStatus }): ReactElement {
  const app = useApp()
  const { name, file, problem, readOnly } = profile
  const chosen = useEditor(({ open }) => open !== null && open.previousName === name)
  const dirty = useEditor((state) => isDirty(state)) && chosen
  const family =
    profile.family === null ? null : (FAMILY_WORDS[profile.family as keyof typeof FAMILY_WORDS] ?? profile.family)
  return (
    <button
      type="button"
      className={styles['item']}
      aria-current={chosen ? 'page' : undefined}
      disabled={name === null}
      title={name === null ? undefined : file}
      onClick={() => name !== null && app.profiles.openStored(name)}
    >
      <span className={styles['itemName']}>
        {problem !== null && <Light name={null} state="fail" />}
        <span>{name ?? file}</span>
        {dirty && <span className={styles['dot']} role="img" aria-label="has changes that are not saved" />}
      </span>
      <span className={styles['itemMore']}>
        {profile.environment !== null && (
          <Tag tone={profile.environment === 'production' ? 'accent' : 'plain'}>
            {ENVIRONMENT_WORDS[profile.environment as keyof typeof ENVIRONMENT_WORDS] ?? profile.environment}
          </Tag>
        )}
        {family !== null && <span>{family}</span>}
        {profile.events.length > 0 && <span>{plural(profile.events.length, 'event')}</span>}
        {readOnly !== null && (
          <span className={styles['readOnly']} title={readOnly}>
            <Lock size={11} aria-hidden /> read only
          </span>
        )}
      </span>
      {problem !== null && <span className={styles['itemProblem']}>{problem.message}</span>}
    </button>
  )
}
