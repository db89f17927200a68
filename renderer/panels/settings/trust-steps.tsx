import { useState } from 'react'
import type { ReactElement } from 'react'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { Select } from '../../kit/fields.tsx'
import styles from './settings.module.css'

const quoted = (file: string) => `'${file.replaceAll("'", String.raw`'\''`)}'`
const windows = (file: string) => `"${file}"`

const SYSTEMS = [
  { id: 'windows', name: 'Windows', command: (file: string) => `certutil -user -addstore Root ${windows(file)}` },
  {
    id: 'macos',
    name: 'macOS',
    command: (file: string) =>
      `security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ${quoted(file)}`,
  },
  {
    id: 'debian',
    name: 'Debian, Ubuntu',
    command: (file: string) =>
      `sudo cp ${quoted(file)} /usr/local/share/ca-certificates/callback-inspector.crt && sudo update-ca-certificates`,
  },
  {
    id: 'fedora',
    name: 'Fedora, Red Hat',
    command: (file: string) => `sudo cp ${quoted(file)} /etc/pki/ca-trust/source/anchors/ && sudo update-ca-trust`,
  },
  {
    id: 'java',
    name: 'Java',
    command: (file: string) =>
      `keytool -importcert -cacerts -storepass changeit -noprompt -alias callback-inspector -file ${quoted(file)}`,
  },
  { id: 'node', name: 'Node.js', command: (file: string) => `export NODE_EXTRA_CA_CERTS=${quoted(file)}` },
  { id: 'curl', name: 'curl', command: (file: string) => `curl --cacert ${quoted(file)} https://localhost:8443/` },
] as const
type SystemId = (typeof SYSTEMS)[number]['id']

/** How each system comes to trust the local CA. */
export function TrustSteps({ file }: { readonly file: string }): ReactElement {
  const app = useApp()
  const [system, setSystem] = useState<SystemId>('debian')
  const command = SYSTEMS.find(({ id }) => id === system)?.command(file) ?? ''
  const copy = (): void => {
    app.desktop.copyText(command)
    app.ui.say('Copied the command.')
  }
  return (
    <>
      <Select
        label="Trust the local CA on"
        value={system}
        options={SYSTEMS}
        onChange={setSystem}
        help="For tests from your own programs. It does not make the bank trust it."
      />
      <div className={styles['row']}>
        <code className={styles['command']}>{command}</code>
        <Button small onPress={copy}>
          Copy
        </Button>
      </div>
    </>
  )
}
