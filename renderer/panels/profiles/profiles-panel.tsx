import type { ReactElement } from 'react'
import IdCard from 'lucide-react/icons/id-card'
import { importProfile } from '../../app/profile-actions.ts'
import { useApp, useEngineView } from '../../app/use-app.ts'
import { Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Editor } from './editor.tsx'
import { ProfileList } from './profile-list.tsx'
import styles from './profiles.module.css'
import { useEditor } from './use-editor.ts'

/** What is known of the endpoints: every profile on the left, the chosen one on the right. */
export function ProfilesPanel(): ReactElement {
  const open = useEditor((state) => state.open)
  const connected = useEngineView((view) => view.state !== null)
  if (!connected) return <Empty title="Connecting to the engine …" />
  return (
    <div className={styles['panel']}>
      <ProfileList />
      {open === null ? <NothingOpen /> : <Editor open={open} />}
    </div>
  )
}

function NothingOpen(): ReactElement {
  const app = useApp()
  return (
    <div className={styles['nothing']}>
      <Empty icon={<IdCard size={22} />} title="Choose a profile, or make one">
        <p>
          A profile holds what you know of an endpoint: its URI templates, salts, credentials and keys. Only with it can
          a light turn green.
        </p>
        <div className={styles['row']}>
          <Button tone="primary" onPress={app.profiles.openNew}>
            New profile
          </Button>
          <Button onPress={() => importProfile(app)}>Import a file…</Button>
        </div>
        <p>For a callback that is here already: choose it in the inbox, and make a profile of it.</p>
      </Empty>
    </div>
  )
}
