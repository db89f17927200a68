import type { ReactElement } from 'react'
import type { CertificateSetting } from '../../../shared/model/settings.ts'
import { useApp, useEngine, useUi } from '../../app/use-app.ts'
import { calendarDay, daysLeft } from '../../format/units.ts'
import { Button } from '../../kit/button.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { CertificateFiles, EMPTY, KINDS } from './certificate-files.tsx'
import { Section } from './section.tsx'
import { SelfTestRow } from './self-test-row.tsx'
import { TrustSteps } from './trust-steps.tsx'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'

interface Props extends SectionProps {
  readonly passphrase: string | null
  readonly setPassphrase: (passphrase: string) => void
}

/** With which certificate the HTTPS listener answers. */
export function CertificateSection({ draft, change, errors, passphrase, setPassphrase }: Props): ReactElement {
  const app = useApp()
  const { certificate } = draft
  const put = (value: CertificateSetting): void => change({ certificate: value })
  return (
    <Section
      title="Certificate"
      intro="The bank checks certificates in production: there you need one from a public authority. For tests, the one made here will do."
    >
      <Select label="Certificate" value={certificate.kind} options={KINDS} onChange={(kind) => put(EMPTY[kind])} />
      {certificate.kind === 'generated' && (
        <TextField
          label="Further names"
          code
          value={certificate.names.join(', ')}
          onChange={(text) => put({ kind: 'generated', names: text.split(/[\s,]+/).filter((name) => name !== '') })}
          help="Host names and addresses beside localhost, separated by commas."
          error={errors['certificate.names']}
        />
      )}
      <CertificateFiles {...{ certificate, put, errors, passphrase, setPassphrase }} />
      <div className={styles['row']}>
        <Button small onPress={() => app.ui.setWizard(true)}>
          Set it up step by step…
        </Button>
      </div>
      <Shown />
    </Section>
  )
}

function Shown(): ReactElement | null {
  const app = useApp()
  const now = useUi((ui) => ui.now)
  const certificate = useEngine(
    (state) => state.listeners.find((listener) => listener.certificate !== null)?.certificate ?? null,
  )
  if (certificate === null) return null
  return (
    <div className={styles['card']}>
      <strong>In use now</strong>
      <dl className={styles['facts']}>
        <dt>Subject</dt>
        <dd>{certificate.subject}</dd>
        <dt>Issuer</dt>
        <dd>{certificate.issuer}</dd>
        <dt>Names</dt>
        <dd>{certificate.names.join(', ')}</dd>
        {certificate.standing !== undefined && (
          <>
            <dt>For the bank</dt>
            <dd data-standing={certificate.standing.kind}>{certificate.standing.sentence}</dd>
          </>
        )}
        <dt>Valid to</dt>
        <dd>
          {calendarDay(certificate.validTo)}, {daysLeft(certificate.validTo, now)} days left
        </dd>
        <dt>Key</dt>
        <dd>{certificate.keyType}</dd>
        <dt>SHA-256</dt>
        <dd className="mono">{certificate.fingerprint}</dd>
        {certificate.authorityFile !== null && (
          <>
            <dt>Local CA</dt>
            <dd className="mono">{certificate.authorityFile}</dd>
          </>
        )}
      </dl>
      {certificate.authorityFile !== null && (
        <div className={styles['row']}>
          <Button small onPress={() => app.desktop.showItem('authority')}>
            Show the local CA
          </Button>
        </div>
      )}
      <SelfTestRow />
      {certificate.authorityFile !== null && <TrustSteps file={certificate.authorityFile} />}
    </div>
  )
}
