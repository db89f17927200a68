import { documented } from '../../facts/documents.ts'
import { encodeCredentials, plainCredentials } from './basic.ts'
import { gap } from './call.ts'
import type { Gap, Registration, WrittenCall } from './call.ts'
import { cannotHold, element } from './xml.ts'

const PAGE = documented('loan')

/** "The auth methods are either BASIC and BEARER, with a base 64 encoded credentials"; masked when a part of it is. */
function credentialElements({ credentials }: Registration): readonly string[] {
  if (credentials === null) return []
  return [
    element('callbackCredentials', encodeCredentials(plainCredentials(credentials)), 2),
    element('callbackAuthMethod', credentials.kind === 'basic' ? 'BASIC' : 'BEARER', 2),
  ]
}

function gaps({ template, credentials, environment }: Registration): readonly Gap[] {
  const unwritable = cannotHold(template)
  return [
    ...(unwritable.length === 0
      ? []
      : [gap(`XML cannot hold ${unwritable.join(', ')}.`, 'XML 1.0, section 2.2', true)]),
    gap('"The callbackUrl is to be sent in only once!" One URL takes every event of the account.', PAGE),
    ...(environment === 'production'
      ? []
      : [
          gap(
            'Use your own test account: on the shared ones (testse, testno, …) integrators overwrite each other’s URL.',
            PAGE,
          ),
          gap('PAID_OUT cannot be triggered in the test environment.', PAGE),
        ]),
    gap(
      'The page shows the request without SOAP envelope and namespace: take both from the WSDL that you were given.',
      PAGE,
    ),
    ...(credentials?.kind === 'bearer'
      ? [
          gap(
            'Whether a Bearer token is to be encoded in base 64 as well is said only by the general sentence; it is encoded here.',
            PAGE,
          ),
        ]
      : []),
    gap(
      'Which answer is expected, how often and how long the bank tries again is not published for loans.',
      'looked for, not found (2026-06-02)',
    ),
  ]
}

/** setCallback of the consumer loan API. */
export function loanCall(registration: Registration): WrittenCall {
  const configuration = [element('callbackUrl', registration.template, 2), ...credentialElements(registration)]
  const text = element('setCallback', [element('callbackConfiguration', configuration, 1)], 0)
  return { id: 'loan', title: 'setCallback', text: `${text}\n`, gaps: gaps(registration) }
}
