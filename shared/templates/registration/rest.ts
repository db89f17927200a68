import { documented } from '../../facts/documents.ts'
import { gap, ONE_SET, SALT_TO_FILL } from './call.ts'
import type { Gap, Registration, WrittenCall } from './call.ts'

const PAGE = documented('checkout')
const ADDRESS = {
  production: 'https://checkout.resurs.com/callbacks',
  test: 'https://omnitest.resurs.com/callbacks',
  lab: 'https://omnitest.resurs.com/callbacks',
} as const

/** Events that the REST interface lists; UPDATE is not among them (domain.md §4). */
const MISSING = ['UPDATE']

function body({ template, digest, credentials }: Registration): unknown {
  const { salt } = digest ?? {}
  return {
    uriTemplate: template,
    ...(credentials?.kind === 'basic'
      ? { basicAuthUserName: credentials.user, basicAuthPassword: credentials.password }
      : {}),
    ...(digest === null
      ? {}
      : {
          digestConfiguration: {
            digestAlgorithm: digest.algorithm,
            ...(salt === null ? {} : { digestSalt: salt ?? SALT_TO_FILL }),
            digestParameters: digest.parameters,
          },
        }),
  }
}

function gaps({ event, digest, credentials }: Registration): readonly Gap[] {
  const withoutPayment = digest !== null && !digest.parameters.includes('paymentId')
  return [
    ...(MISSING.includes(event)
      ? [
          gap(
            `${event} is missing from the REST interface, and cannot be deleted there: register it by SOAP.`,
            documented('oldLibrary', 'changes ECOMPHP-95 and ECOMPHP-250'),
            true,
          ),
        ]
      : []),
    ...(withoutPayment
      ? [
          gap(
            'paymentId is not a digest parameter: the registration succeeds, but the callback is never sent.',
            PAGE,
            true,
          ),
        ]
      : []),
    ...(credentials?.kind === 'bearer'
      ? [
          gap(
            'Legacy callbacks know Basic authentication only; the Bearer token is left out.',
            documented('callbacks', '"Other authentication methods are not supported"'),
            true,
          ),
        ]
      : []),
    gap('The event type in the address is case-sensitive, and "/checkout" does not belong into the path.', PAGE),
    gap(
      'The example of the documents has &amp; in its template. Do not copy that: in JSON it stays as it stands.',
      PAGE,
    ),
    gap(
      'The interface may answer 500; the bank’s libraries then fall back to SOAP. DELETE without a body was answered 415.',
      documented('oldLibrary', 'change ECOMPHP-353'),
    ),
    ONE_SET,
  ]
}

/** REST POST /callbacks/{eventType} of Resurs Checkout. */
export function restCall(registration: Registration): WrittenCall {
  const lines = [
    `POST ${ADDRESS[registration.environment]}/${encodeURIComponent(registration.event.replaceAll(/\p{Surrogate}/gu, '\ufffd'))}`,
    'Authorization: Basic (user and password of the web service account)',
    'Content-Type: application/json',
    '',
    JSON.stringify(body(registration), null, 2),
  ]
  return {
    id: 'rest',
    title: `REST POST /callbacks/${registration.event}`,
    text: `${lines.join('\n')}\n`,
    gaps: gaps(registration),
  }
}
