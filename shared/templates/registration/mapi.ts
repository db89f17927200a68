import { documented } from '../../facts/documents.ts'
import { encodeCredentials, plainCredentials } from './basic.ts'
import { gap } from './call.ts'
import type { Gap, Registration, WrittenCall } from './call.ts'

const PAGE = documented('merchantApi')
const ECOM2 = documented('receiver')
const ADDRESS = {
  production: 'https://merchant-api.resurs.com/v2',
  test: 'https://merchant-api.integration.resurs.com/v2',
  lab: 'https://merchant-api.integration.resurs.com/v2',
} as const

/** Member of options.callbacks for each event; the third one is not published. */
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ['AUTHORIZATION', 'authorization'],
  ['MANAGEMENT', 'management'],
])

const TEST_CALL = gap(
  'To have a test sent, POST {"url": …} to /v2/callbacks/test. It answers OK, FAILED, INVALID_URL, ERROR, TIMEOUT or RATE_LIMITED; with which method the shop is then called is not documented.',
  ECOM2,
)
const UNSIGNED = gap(
  'Nothing signs these callbacks, there is no digest and no salt: before acting on one, ask GET /v2/payments/{paymentId}.',
  documented('merchantCallbacks'),
)

function gaps(registration: Registration, urls: ReadonlyMap<string, string>): readonly Gap[] {
  const unknown = [...urls.keys()].filter((event) => !MEMBERS.has(event))
  return [
    ...unknown.map((event) =>
      gap(
        `Under which member the URL of ${event} is sent is not published; it is left out here.`,
        'looked for, not found (2026-06-02)',
        true,
      ),
    ),
    gap(
      'There is no registration: the URLs travel in each payment, so that older payments keep calling the older URL.',
      PAGE,
    ),
    UNSIGNED,
    TEST_CALL,
    ...(registration.credentials === null
      ? []
      : [
          gap(
            'For Merchant API callbacks no credentials can be given; only RCO+ takes an Authorization header.',
            PAGE,
            true,
          ),
        ]),
  ]
}

/** The `options.callbacks` of POST /v2/payments. `urls` holds the URL of each event of the profile. */
export function mapiCall(registration: Registration, urls: ReadonlyMap<string, string>): WrittenCall {
  const callbacks = Object.fromEntries(
    [...urls].flatMap(([event, url]) => {
      const member = MEMBERS.get(event)
      return member === undefined ? [] : [[member, { url }]]
    }),
  )
  const lines = [
    `POST ${ADDRESS[registration.environment]}/payments`,
    'Authorization: Bearer (token of /oauth2/token)',
    'Content-Type: application/json',
    '',
    JSON.stringify({ options: { callbacks } }, null, 2),
  ]
  return {
    id: 'mapi',
    title: 'options.callbacks of each payment',
    text: `${lines.join('\n')}\n`,
    gaps: gaps(registration, urls),
  }
}

function authorization({ credentials }: Registration): string | null {
  if (credentials === null) return null
  if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`
  return `Basic ${encodeCredentials(plainCredentials(credentials))}`
}

/** The callback of one RCO+ checkout: `{url, authorization}` (ECOM2 src/Lib/Model/Rco/Callbacks/Callbacks.php). */
export function rcoPlusCall(registration: Registration): WrittenCall {
  const header = authorization(registration)
  const callback = { url: registration.template, ...(header === null ? {} : { authorization: header }) }
  return {
    id: 'rco-plus',
    title: 'callbacks of each checkout',
    text: `${JSON.stringify({ callbacks: callback }, null, 2)}\n`,
    gaps: [
      gap(
        'There is no registration: the URL travels in each checkout, so that older checkouts keep calling the older URL.',
        documented('checkoutLibrary'),
      ),
      gap(
        'The member around it is not published outside of the library; compare with the contract of the checkout.',
        documented('checkoutLibrary'),
      ),
      UNSIGNED,
    ],
  }
}
