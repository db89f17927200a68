import type { ReactElement } from 'react'
import type { ListenerStatus } from '../../../shared/protocol/views.ts'
import { useEngine } from '../../app/use-app.ts'
import { Banner } from '../../kit/bits.tsx'
import { Select, TextField } from '../../kit/fields.tsx'
import { Light } from '../../kit/light.tsx'
import { CertificateFiles, EMPTY, KINDS } from '../settings/certificate-files.tsx'
import { TrustSteps } from '../settings/trust-steps.tsx'
import { missingNames, namesOf } from './names.ts'
import type { Wizard } from './use-wizard.ts'
import styles from './wizard.module.css'

interface StepProps {
  readonly wizard: Wizard
}

/** Under which names callers reach the listener. */
export function NamesStep({ wizard }: StepProps): ReactElement {
  return (
    <>
      <p>A caller takes a certificate only when it holds the name in the address that it calls.</p>
      <TextField
        label="Names"
        code
        value={wizard.names}
        onChange={wizard.setNames}
        help="Host names and addresses beside localhost, 127.0.0.1 and ::1, separated by commas. Empty: this machine only."
      />
    </>
  )
}

/** Made here, or taken in from files. */
export function CertificateStep({ wizard }: StepProps): ReactElement {
  const { certificate, setCertificate: put, errors, passphrase, setPassphrase } = wizard
  const names = namesOf(wizard.names)
  const general = Object.entries(errors).filter(
    ([field]) => !/^certificate\.(certificateFile|keyFile|file)$|^passphrase$/.test(field),
  )
  return (
    <>
      <Select label="Certificate" value={certificate.kind} options={KINDS} onChange={(kind) => put(EMPTY[kind])} />
      {certificate.kind === 'generated' ? (
        <p>
          A local CA and a certificate for <b>{['localhost', ...names].join(', ')}</b> are made on this machine, and
          made anew in time. Your own programs can trust it; the bank will not. For real callbacks take in one of a
          public authority.
        </p>
      ) : (
        <p>The certificate of a public authority with its whole chain, and its key. The files stay where they are.</p>
      )}
      <CertificateFiles {...{ certificate, put, errors, passphrase, setPassphrase }} />
      {general.map(([field, message]) => (
        <Banner key={field} severity="error" inset>
          {message}
        </Banner>
      ))}
    </>
  )
}

const useCertificate = () =>
  useEngine((state) => state.listeners.find(({ certificate }) => certificate !== null)?.certificate ?? null)

/** Who has to be told that the certificate can be trusted. */
export function TrustStep({ wizard }: StepProps): ReactElement {
  const certificate = useCertificate()
  const missing = missingNames(wizard.names, certificate?.names ?? [])
  const file = certificate?.authorityFile ?? null
  return (
    <>
      <p>
        In use now: <b>{certificate?.subject ?? 'no certificate'}</b>, for {certificate?.names.join(', ')}.
      </p>
      {missing.length > 0 && (
        <Banner severity="warning" inset>
          This certificate does not hold {missing.join(', ')}. Callers under that name will refuse it.
        </Banner>
      )}
      {file === null ? (
        <p>It comes from an authority of your choice: clients that trust this one need nothing more.</p>
      ) : (
        <>
          <p>Run this where your own programs call from. The self-test that follows does not need it.</p>
          <TrustSteps file={file} />
        </>
      )}
    </>
  )
}

/** The listeners called through their real sockets. */
export function TestStep({ wizard }: StepProps): ReactElement {
  const { tested, busy } = wizard
  const standing = useCertificate()?.standing ?? null
  const running = (tested ?? []).filter(({ state }) => state !== 'stopped')
  return (
    <>
      <p>Each listener is called through its real socket, as a callback would. It leaves no row in the inbox.</p>
      {tested === null || busy ? (
        <p role="status">Testing …</p>
      ) : (
        running.map((one) => <Tested key={one.url ?? one.port} listener={one} />)
      )}
      {tested !== null && running.length === 0 && (
        <Banner severity="error" inset>
          No listener is running, so there is none to test.
        </Banner>
      )}
      {standing !== null && !busy && <p>{standing.sentence}</p>}
    </>
  )
}

function Tested({ listener }: { readonly listener: ListenerStatus }): ReactElement {
  const { url, problem, selfTest, scheme } = listener
  const state = selfTest?.ok === true ? 'pass' : 'fail'
  return (
    <div className={styles['tested']} role="group" aria-label={`${scheme.toUpperCase()} listener`} data-state={state}>
      <Light name={null} state={state} large />
      <span>
        <code>{url ?? `port ${String(listener.port)}`}</code>
        <br />
        {problem?.message ?? selfTest?.sentence ?? 'Not tested.'}
      </span>
    </div>
  )
}
