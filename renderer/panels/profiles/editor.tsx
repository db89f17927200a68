import type { ReactElement } from 'react'
import CopyPlus from 'lucide-react/icons/copy-plus'
import FileUp from 'lucide-react/icons/file-up'
import Trash2 from 'lucide-react/icons/trash-2'
import { chooseExport, exportWithSecrets } from '../../app/profile-files.ts'
import { useApp } from '../../app/use-app.ts'
import { Banner, Captured, Tag } from '../../kit/bits.tsx'
import { Button, IconButton } from '../../kit/button.tsx'
import { Tabs } from '../../kit/tabs.tsx'
import { errorAt } from '../../state/profile-draft.ts'
import type { FieldErrors } from '../../state/profile-draft.ts'
import { errorsOf, isDirty } from '../../state/open-profile.ts'
import type { OpenProfile, ProfileTab } from '../../state/open-profile.ts'
import { AccessTab } from './access-tab.tsx'
import { DigestTab } from './digest-tab.tsx'
import { EndpointTab } from './endpoint-tab.tsx'
import styles from './profiles.module.css'
import type { TabProps } from './tab-props.ts'
import { TemplatesTab } from './templates-tab.tsx'
import { useEditor } from './use-editor.ts'
import { ENVIRONMENT_WORDS } from './words.ts'

/** Members that each tab shows, for its mark when one of them has a problem. */
const MEMBERS: Readonly<Record<ProfileTab, readonly string[]>> = {
  endpoint: [
    'name',
    'environment',
    'family',
    'host',
    'path',
    'pathMatch',
    'sources',
    'proxies',
    'answerRules',
    'ladder',
  ],
  templates: ['events'],
  digest: ['digest'],
  access: ['credentials', 'keySet'],
}

/** One profile with everything that it can hold. Nothing changes before it is saved. */
export function Editor({ open }: { readonly open: OpenProfile }): ReactElement {
  const app = useApp()
  const tab = useEditor((state) => state.tab)
  const errors = errorsOf(open)
  const props: TabProps = {
    open,
    draft: open.draft,
    change: app.profiles.change,
    errors,
    locked: open.readOnly !== null,
  }
  const named = (id: ProfileTab, name: string): string =>
    MEMBERS[id].some((member) => errorAt(errors, member) !== undefined) ? `${name} (!)` : name
  return (
    <section className={styles['editor']} aria-label="Profile">
      <Head open={open} />
      <Notes open={open} errors={errors} />
      <div className={styles['tabs']}>
        <Tabs
          label="Parts of the profile"
          value={tab}
          onChange={app.profiles.setTab}
          tabs={[
            { id: 'endpoint', name: named('endpoint', 'Endpoint'), content: () => <EndpointTab {...props} /> },
            { id: 'templates', name: named('templates', 'Templates'), content: () => <TemplatesTab {...props} /> },
            { id: 'digest', name: named('digest', 'Digest and salts'), content: () => <DigestTab {...props} /> },
            { id: 'access', name: named('access', 'Credentials and keys'), content: () => <AccessTab {...props} /> },
          ]}
        />
      </div>
      <SaveBar open={open} />
    </section>
  )
}

function Head({ open }: { readonly open: OpenProfile }): ReactElement {
  const app = useApp()
  const { draft, previousName, file } = open
  return (
    <header className={styles['head']}>
      <div className={styles['title']}>
        <h2>
          <Captured text={draft.name === '' ? 'Without a name' : draft.name} />
        </h2>
        <Tag tone={draft.environment === 'production' ? 'accent' : 'plain'}>{ENVIRONMENT_WORDS[draft.environment]}</Tag>
        <span className={styles['file']} title={file ?? undefined}>
          {file ?? 'Not saved yet'}
        </span>
      </div>
      {previousName !== null && (
        <div className={styles['tools']}>
          <IconButton label="Duplicate this profile" quiet onPress={() => app.profiles.duplicate(previousName)}>
            <CopyPlus size={16} />
          </IconButton>
          <IconButton label="Export, without secrets" quiet onPress={() => chooseExport(app, previousName, false)}>
            <FileUp size={16} />
          </IconButton>
          <Button small tone="quiet" onPress={() => exportWithSecrets(app, previousName)}>
            Export with secrets…
          </Button>
          <IconButton
            label="Delete this profile"
            quiet
            disabled={open.readOnly !== null}
            onPress={() => app.profiles.remove(previousName)}
          >
            <Trash2 size={16} />
          </IconButton>
        </div>
      )}
    </header>
  )
}

function Notes({ open, errors }: { readonly open: OpenProfile; readonly errors: FieldErrors }): ReactElement {
  const general = errors['']
  return (
    <>
      {open.readOnly !== null && <Banner severity="warning">{open.readOnly}</Banner>}
      {open.notice !== null && <Banner severity="info">{open.notice}</Banner>}
      {general !== undefined && <Banner severity="error">{general}</Banner>}
    </>
  )
}

function SaveBar({ open }: { readonly open: OpenProfile }): ReactElement | null {
  const app = useApp()
  const dirty = useEditor(isDirty)
  const saving = useEditor((state) => state.saving)
  if (!dirty || open.readOnly !== null) return null
  const count = Object.keys(errorsOf(open)).length
  return (
    <div className={styles['save']} role="group" aria-label="Unsaved changes">
      <span>
        {count === 0
          ? 'Changes are not saved yet.'
          : `${count === 1 ? 'One field needs' : `${count} fields need`} another look.`}
      </span>
      <Button onPress={app.profiles.discard}>{open.previousName === null ? 'Discard' : 'Discard changes'}</Button>
      <Button tone="primary" disabled={saving} onPress={() => void app.profiles.save()}>
        {saving ? 'Saving …' : 'Save'}
      </Button>
    </div>
  )
}
