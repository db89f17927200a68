import { documented } from '../../facts/documents.ts'
import { gap, ONE_SET, SALT_TO_FILL } from './call.ts'
import type { Gap, Registration, WrittenCall } from './call.ts'
import { cannotHold, element } from './xml.ts'

const CONFIGURATION = 'http://ecommerce.resurs.com/v4/msg/configuration'
const SOAPUI = documented('soapui')

/** Addresses of the ConfigurationService, version 4 (RBD, "Service endpoints"; the test address as in the bank's plugins). */
const ADDRESS = {
  production: 'https://ecommerce.resurs.com/ws/V4/ConfigurationService',
  test: 'https://test.resurs.com/ecommerce-test/ws/V4/ConfigurationService',
  lab: 'https://test.resurs.com/ecommerce-test/ws/V4/ConfigurationService',
} as const

function digestElement({ digest }: Registration): readonly string[] {
  if (digest === null) return []
  const { algorithm, parameters, salt } = digest
  const lines = [
    element('digestAlgorithm', algorithm, 4),
    ...parameters.map((name) => element('digestParameters', name, 4)),
    ...(salt === null ? [] : [element('digestSalt', salt ?? SALT_TO_FILL, 4)]),
  ]
  return [element('digestConfiguration', lines, 3)]
}

function credentialElements({ credentials }: Registration): readonly string[] {
  if (credentials?.kind !== 'basic') return []
  return [element('basicAuthUserName', credentials.user, 3), element('basicAuthPassword', credentials.password, 3)]
}

const envelope = (method: string, content: readonly string[]) =>
  element(
    'soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"',
    [element('soapenv:Body', [element(`con:${method} xmlns:con="${CONFIGURATION}"`, content, 2)], 1)],
    0,
  )

const message = (registration: Registration, method: string, content: readonly string[]) =>
  [
    `POST ${ADDRESS[registration.environment]}`,
    'Authorization: Basic (user and password of the web service account)',
    'Content-Type: text/xml; charset=utf-8',
    'SOAPAction: ""',
    '',
    envelope(method, content),
  ].join('\n')

function gaps({ event, template, digest, credentials }: Registration): readonly Gap[] {
  const texts = [template, digest?.salt ?? '', ...(credentials?.kind === 'basic' ? Object.values(credentials) : [])]
  const unwritable = texts.flatMap(cannotHold)
  return [
    ...(unwritable.length === 0
      ? []
      : [gap(`XML cannot hold ${unwritable.join(', ')}: use another salt or password.`, 'XML 1.0, section 2.2', true)]),
    ...(credentials?.kind === 'bearer'
      ? [
          gap(
            'Legacy callbacks know Basic authentication only; the Bearer token is left out.',
            documented('callbacks', '"Other authentication methods are not supported"'),
            true,
          ),
        ]
      : []),
    gap(
      `Unregister first: a registered type ends in ILLEGAL_ARGUMENT "Callback of type ${event} already exists!", and unregistering an absent one in REFERENCED_DATA_DONT_EXISTS.`,
      SOAPUI,
    ),
    gap(
      'What is registered cannot be read back: getRegisteredEventCallback gives the template only, never algorithm, parameters or salt. This profile is where they are kept.',
      documented('registered'),
    ),
    ...(event === 'TEST'
      ? [
          gap(
            'To have it sent, call triggerEvent of the DeveloperWebService; its parameters are positional, param1 first.',
            documented('test'),
          ),
        ]
      : []),
    ONE_SET,
  ]
}

/** SOAP registerEventCallback of the ConfigurationService, version 4, with the unregistration that has to go before it. */
export function soapCall(registration: Registration): WrittenCall {
  const { event, template } = registration
  const type = element('eventType', event, 3)
  const unregister = message(registration, 'unregisterEventCallback', [type])
  const register = message(registration, 'registerEventCallback', [
    type,
    element('uriTemplate', template, 3),
    ...credentialElements(registration),
    ...digestElement(registration),
  ])
  const text = `# 1. Only when ${event} is registered already\n${unregister}\n\n# 2. The registration\n${register}\n`
  return { id: 'soap', title: 'SOAP registerEventCallback', text, gaps: gaps(registration) }
}
