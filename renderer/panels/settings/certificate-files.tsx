import type { ReactElement } from 'react'
import type { CertificateSetting } from '../../../shared/model/settings.ts'
import type { FileKind } from '../../../shared/protocol/bridge.ts'
import { useApp } from '../../app/use-app.ts'
import { Button } from '../../kit/button.tsx'
import { TextField } from '../../kit/fields.tsx'
import type { FieldErrors } from './draft.ts'
import styles from './settings.module.css'

/** Where a certificate can come from. */
export const KINDS = [
  { id: 'generated', name: 'Made by this app (local CA)' },
  { id: 'pem', name: 'PEM files' },
  { id: 'pfx', name: 'PFX file' },
] as const
/** The setting before anything is entered. */
export const EMPTY: { readonly [K in CertificateSetting['kind']]: CertificateSetting } = {
  generated: { kind: 'generated', names: [] },
  pem: { kind: 'pem', certificateFile: '', keyFile: '' },
  pfx: { kind: 'pfx', file: '' },
}

interface Props {
  readonly certificate: CertificateSetting
  readonly put: (certificate: CertificateSetting) => void
  readonly errors: FieldErrors
  readonly passphrase: string | null
  readonly setPassphrase: (passphrase: string) => void
}

/** The files of a certificate that is taken in, with the passphrase of its key. */
export function CertificateFiles({ certificate, put, errors, passphrase, setPassphrase }: Props): ReactElement {
  return (
    <>
      {certificate.kind === 'pem' && (
        <>
          <FileField
            label="Certificate (with its chain)"
            kind="certificate"
            value={certificate.certificateFile}
            error={errors['certificate.certificateFile']}
            onChange={(certificateFile) => put({ ...certificate, certificateFile })}
          />
          <FileField
            label="Private key"
            kind="key"
            value={certificate.keyFile}
            error={errors['certificate.keyFile']}
            onChange={(keyFile) => put({ ...certificate, keyFile })}
          />
        </>
      )}
      {certificate.kind === 'pfx' && (
        <FileField
          label="PFX file"
          kind="pfx"
          value={certificate.file}
          error={errors['certificate.file']}
          onChange={(file) => put({ ...certificate, file })}
        />
      )}
      {certificate.kind !== 'generated' && (
        <TextField
          label="Passphrase of the key"
          type="password"
          value={passphrase ?? ''}
          onChange={setPassphrase}
          help="Kept in the secret store of the system, never in the settings file. Empty: unchanged."
          error={errors['passphrase']}
        />
      )}
    </>
  )
}

interface FileProps {
  readonly label: string
  readonly kind: FileKind
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (path: string) => void
}

function FileField({ label, kind, value, error, onChange }: FileProps): ReactElement {
  const app = useApp()
  return (
    <div className={styles['file']}>
      <TextField label={label} code value={value} onChange={onChange} error={error} />
      <Button onPress={() => app.desktop.chooseFile(kind, (path) => path !== null && onChange(path))}>Choose…</Button>
    </div>
  )
}
