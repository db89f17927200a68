import type { InboxRow } from '../../shared/model/inbox.ts'
import type { LightState } from '../../shared/model/verdict.ts'

type Lights = InboxRow['lights']
type Sample = Pick<InboxRow, 'family' | 'eventType' | 'reference' | 'method' | 'target' | 'status' | 'lights'> &
  Partial<Pick<InboxRow, 'kind' | 'cause' | 'simulated'>>

const lights = (marks: string): Lights => {
  const of: Readonly<Record<string, LightState>> = { p: 'pass', w: 'warn', f: 'fail', u: 'unchecked' }
  const at = (index: number): LightState => of[marks[index] ?? ''] ?? 'not-applicable'
  return [at(0), at(1), at(2), at(3), at(4)]
}
const UUID = '8f1c2e7a-4b1d-4c0e-9a55-3d2f6f0bb2e7'
const DIGEST = '3F9A51C077E2B6D4A80C19F2E5D37A6B0C889B04'
const SHAPES: readonly Sample[] = [
  {
    family: 'legacy',
    eventType: 'UNFREEZE',
    reference: 'order-100482',
    method: 'GET',
    target: `/callback?event=UNFREEZE&paymentId=order-100482&digest=${DIGEST}`,
    status: 204,
    lights: lights('p-ppp'),
  },
  {
    family: 'loan',
    eventType: 'SIGNED',
    reference: 'ABC-123',
    method: 'POST',
    target: '/loan/callback',
    status: 204,
    lights: lights('-pupp'),
  },
  {
    family: 'legacy',
    eventType: 'AUTOMATIC_FRAUD_CONTROL',
    reference: UUID,
    method: 'GET',
    target: `/callback?event=AUTOMATIC_FRAUD_CONTROL&paymentId=${UUID}&result=FROZEN&digest=${DIGEST.toLowerCase()}`,
    status: 503,
    lights: lights('f-wpf'),
  },
  {
    family: 'unknown',
    eventType: null,
    reference: null,
    method: '',
    target: '',
    status: null,
    lights: lights('---f-'),
    kind: 'connection',
    cause: 'tls-failed',
  },
  {
    family: 'loan',
    eventType: 'CREDIT_DECISION_UPDATED',
    reference: UUID,
    method: 'POST',
    target: '/loan/callback',
    status: 204,
    lights: lights('-uupp'),
  },
  {
    family: 'mapi',
    eventType: 'AUTHORIZATION',
    reference: UUID,
    method: 'POST',
    target: '/mapi/authorization',
    status: 200,
    lights: lights('--upp'),
  },
  {
    family: 'legacy',
    eventType: 'BOOKED',
    reference: 'order-100483',
    method: 'POST',
    target: `/callback?event=BOOKED&paymentId=order-100483&digest=${DIGEST}`,
    status: 204,
    lights: lights('p-ppp'),
  },
  {
    family: 'unknown',
    eventType: null,
    reference: null,
    method: 'PROPFIND',
    target: `/.well-known/${'long-path/'.repeat(20)}`,
    status: 204,
    lights: lights('--upp'),
  },
  {
    family: 'unknown',
    eventType: null,
    reference: null,
    method: '',
    target: '',
    status: 400,
    lights: lights('----f'),
    kind: 'connection',
    cause: 'malformed-request',
  },
]
const STEPS = [38, 1250, 12_000, 85, 39_000, 240, 150_000, 2400, 61_000] as const

/** The row with this number: plausible, the same each time, with the longest real values among them. */
export function sampleRow(sequence: number, latestAt: number, latest: number): InboxRow {
  const shape = SHAPES[(latest - sequence) % SHAPES.length] ?? SHAPES[0]
  if (shape === undefined) throw new Error('There are no sample rows.')
  const age = latest - sequence
  const lap = STEPS.reduce((sum, step) => sum + step, 0)
  const rest = STEPS.slice(0, age % STEPS.length).reduce((sum, step) => sum + step, 0)
  const receivedAt = latestAt - Math.floor(age / STEPS.length) * lap - rest
  const size = 312 + ((sequence * 7919) % 4200)
  return {
    kind: 'callback',
    cause: null,
    simulated: age % 9 === 1,
    peer: '192.121.110.100',
    ...shape,
    sequence,
    receivedAt,
    size,
  }
}
