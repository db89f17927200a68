import type { ReactElement } from 'react'
import { useApp, useChecks, useEngine } from '../../app/use-app.ts'
import { Empty } from '../../kit/bits.tsx'
import { Button } from '../../kit/button.tsx'
import { Choice } from '../../kit/choice.tsx'
import { Switch } from '../../kit/fields.tsx'
import { LargeText } from '../../kit/large-text.tsx'
import { TwoColumns } from '../../kit/panel.tsx'
import { AllowList } from './allow-list.tsx'
import { CheckResult } from './check-result.tsx'
import styles from './endpoint-check.module.css'
import { Limits } from './limits.tsx'
import { PublicTest } from './public-test.tsx'
import { Runs } from './runs.tsx'
import { Templates } from './templates.tsx'

const METHODS = [
  { id: 'GET', name: 'GET (legacy)' },
  { id: 'POST', name: 'POST (Merchant API, loans)' },
] as const

/** The endpoint check: addresses on the left, the bank's checklist on the right. */
export function EndpointCheckPanel(): ReactElement {
  return (
    <TwoColumns
      title="Endpoint check"
      intro="Can the bank's callbacks reach an address? Checked by the bank's own list, item by item, from this machine. Two requests are sent to the endpoint."
      left={
        <>
          <Given />
          <Runs />
          <AllowList />
          <Limits />
        </>
      }
      right={
        <>
          <PublicTest />
          <Shown />
        </>
      }
    />
  )
}

function Given(): ReactElement {
  const { checks } = useApp()
  const { text, method, ownAuthority, profile, login, running, testing } = useChecks((state) => ({
    text: state.text,
    method: state.method,
    ownAuthority: state.ownAuthority,
    profile: state.profile,
    login: state.login,
    running: state.runs.some(({ state: how }) => how === 'running' || how === 'waiting'),
    testing: state.publicTest?.state === 'running',
  }))
  return (
    <div className={styles['given']}>
      <LargeText
        label="Address"
        rows={3}
        value={text}
        onChange={(next) => checks.change({ text: next })}
        placeholder="https://shop.example.com/callback?paymentId={paymentId}&digest={digest}"
        help="As registered, with its placeholders. Several addresses: one a line."
      />
      <div className={styles['row']}>
        <Templates />
        <OwnListener />
      </div>
      <Choice label="Method" value={method} options={METHODS} onChange={(next) => checks.change({ method: next })} />
      <Switch
        label="Rehearsal on our own listener"
        help="Trusts the certificate of our listener and takes local name, address and port as given; everything else is judged as the bank would."
        on={ownAuthority}
        onChange={(on) => checks.change({ ownAuthority: on })}
      />
      {profile !== null && (
        <Switch
          label={`Send the login of ${profile}`}
          help="Its user and password, or its token, go with the requests, over a trusted connection only. No report holds them."
          on={login}
          onChange={(on) => checks.change({ login: on })}
        />
      )}
      <div className={styles['row']}>
        <Button tone="primary" onPress={checks.start} disabled={text.trim() === ''}>
          {running ? 'Start over' : 'Check'}
        </Button>
        {running && <Button onPress={checks.cancel}>Stop</Button>}
        <Button onPress={checks.testPublicName} disabled={text.trim() === '' || testing}>
          Self-test
        </Button>
      </div>
      <p className={styles['muted']}>
        Self-test: a marked request through the public name, and whether exactly it arrives at our own listener.
      </p>
    </div>
  )
}

/** By name where it is on loopback: an address in its place would be a finding of its own. */
const named = (url: string) => url.replace(/^https:\/\/(127\.0\.0\.1|\[::1\])(?=[:/])/, 'https://localhost')

/** Puts the address of the listener in. */
function OwnListener(): ReactElement | null {
  const { checks } = useApp()
  const url = useEngine(
    (state) => state.listeners.find(({ url: found, scheme }) => found !== null && scheme === 'https')?.url ?? null,
  )
  if (url === null) return null
  return (
    <Button small onPress={() => checks.change({ text: `${named(url)}callback`, ownAuthority: true })}>
      Take our listener
    </Button>
  )
}

function Shown(): ReactElement | null {
  const run = useChecks((state) => state.runs.find(({ key }) => key === state.shown) ?? null)
  const tested = useChecks((state) => state.publicTest !== null)
  if (run !== null) return <CheckResult run={run} />
  if (tested) return null
  return <Empty title="Enter an address">Its checklist shows here while it is checked.</Empty>
}
