import { describe, expect, test } from 'vitest'
import { SHOP_ANSWERS } from '../facts/delivery.ts'
import type { ConnectionFacts } from '../model/callback.ts'
import type { Light, Verdict } from '../model/verdict.ts'
import { checkAnswer } from './answer.ts'
import { finding, light } from './finding.ts'
import { headline } from './headline.ts'
import { checkTransport } from './transport.ts'

const codes = ({ findings }: Light) => findings.map(({ code }) => code)

describe('transport', () => {
  const connection = (version: string | null, port = 443, address = '1.2.3.4'): ConnectionFacts => ({
    number: 1,
    peer: { address, port: 1 },
    local: { address: '0.0.0.0', port },
    scheme: version === null ? 'http' : 'https',
    tls: version === null ? null : { version, cipher: 'c', sni: 'shop', alpn: null },
  })

  test.each([
    ['TLSv1.3', 443, 'pass', ['transport-tls']],
    ['TLSv1.2', 8443, 'pass', ['transport-tls', 'transport-port']],
    ['TLSv1.1', 443, 'fail', ['transport-tls-old']],
    [null, 80, 'warn', ['transport-plain', 'transport-port']],
    ['TLSv1.3', 0, 'unchecked', ['transport-unknown']],
  ])('%s on port %i: %s', (version, port, state, wanted) => {
    const found = checkTransport(connection(version, port), [])
    expect([found.state, codes(found)]).toEqual([state, wanted])
  })

  test.each(['Java/1.8.0_352', 'Apache-HttpClient/4.5.13 (Java/11.0.2)', 'okhttp/4.9'])(
    '%s is a Java client',
    (agent) => {
      const found = checkTransport(connection('TLSv1.3'), [['USER-AGENT', agent]])
      expect([found.state, codes(found)]).toEqual(['pass', ['transport-tls', 'transport-agent-java']])
      expect(found.findings[0]?.evidence['userAgent']).toBe(agent)
    },
  )

  test('JavaScript is no Java', () => {
    expect(codes(checkTransport(connection('TLSv1.3'), [['User-Agent', 'node javascript/1.0']]))).toEqual([
      'transport-tls',
    ])
  })

  test('a request from a file had no transport', () => {
    expect(checkTransport(connection('TLSv1.3', 443, ''), []).state).toBe('unchecked')
  })
})

describe('answer', () => {
  const legacy = { family: 'legacy', eventType: 'UNFREEZE' } as const
  test.each([
    [200, true, 4, 'pass', ['answer-delivered']],
    [299, true, 5000, 'pass', ['answer-delivered']],
    [204, true, 5001, 'fail', ['answer-slow']],
    [500, true, 6000, 'fail', ['answer-slow', 'answer-refused']],
    [300, true, 4, 'fail', ['answer-redirect']],
    [302, true, 4, 'fail', ['answer-redirect']],
    [406, true, 4, 'fail', ['answer-refused']],
    [599, true, null, 'fail', ['answer-refused']],
    [204, false, null, 'fail', ['answer-not-sent']],
    [204, null, null, 'unchecked', ['answer-pending']],
    [0, null, null, 'unchecked', ['answer-none']],
  ])('%i, sent %s, after %s ms: %s', (status, sent, afterMs, state, wanted) => {
    const found = checkAnswer({ status, sent, afterMs }, legacy)
    expect([found.state, codes(found)]).toEqual([state, wanted])
  })

  test.each([
    ['mapi', 'AUTHORIZATION', 202, 4, 'pass', ['answer-accepted']],
    ['mapi', 'AUTHORIZATION', 200, 6000, 'pass', ['answer-accepted', 'answer-slow-unpublished']],
    ['loan', 'SIGNED', 204, 6000, 'pass', ['answer-accepted', 'answer-slow-unpublished']],
    ['loan', 'SIGNED', 500, 6000, 'fail', ['answer-refused-unpublished', 'answer-slow-unpublished']],
    ['rco-plus', 'AUTHORIZATION', 422, 4, 'fail', ['answer-refused-unpublished']],
    ['rco-plus', 'VALIDATE', 422, 4, 'warn', ['answer-webhook-refused']],
    ['rco-plus', 'VALIDATE', 200, 4, 'pass', ['answer-accepted']],
    ['mapi', 'AUTHORIZATION', 302, 4, 'fail', ['answer-redirect']],
    ['unknown', null, 204, 6000, 'fail', ['answer-slow']],
  ] as const)('%s %s answered %i after %i ms: %s', (family, eventType, status, afterMs, state, wanted) => {
    const found = checkAnswer({ status, sent: true, afterMs }, { family, eventType })
    expect([found.state, codes(found)]).toEqual([state, wanted])
  })

  test.each([
    [200, 'login', 'warning', 'The body of the answer is a login page.'],
    [404, 'error', 'info', 'The body of the answer is an error page.'],
    [204, 'page', 'warning', 'The body of the answer is an HTML page.'],
  ] as const)('%i with a page: %s', (status, page, severity, summary) => {
    const found = checkAnswer({ status, sent: true, afterMs: 4, page }, legacy)
    expect(found.findings.find(({ code }) => code === 'answer-page')).toMatchObject({ severity, summary })
  })

  test('every status that shops use has its own explanation, and what to do', () => {
    for (const [status, { meaning, advice }] of SHOP_ANSWERS) {
      const [main] = checkAnswer({ status, sent: true, afterMs: 4 }, legacy).findings
      expect(main?.evidence).toMatchObject({ meaning, received: String(status) })
      if (status >= 400) expect([main?.summary, main?.advice]).toEqual([expect.stringContaining(meaning), advice])
    }
  })

  test.each([
    [406, 'the digest was refused'],
    [410, 'the order is not ours'],
    [503, 'the order is not ready yet'],
  ])('%i is said in words', (status, words) => {
    expect(checkAnswer({ status, sent: true, afterMs: 1 }, legacy).findings[0]?.summary).toContain(words)
  })
})

const recognition = {
  family: 'legacy' as const,
  eventType: 'UNFREEZE',
  reference: '1',
  parameters: [],
  digest: null,
  jws: null,
  matchedBy: 'shape' as const,
  profileName: null,
  template: null,
  notes: [],
}
const good: Verdict = {
  digest: light(finding('digest-match')),
  signature: light(finding('jws-not-in-family')),
  source: light(finding('source-listed')),
  transport: light(finding('transport-tls')),
  answer: light(finding('answer-delivered')),
}
const bare = { ...good, digest: light(finding('digest-not-in-family')) }

describe('headline', () => {
  const failed = checkAnswer({ status: 410, sent: true, afterMs: 1 }, { family: 'legacy', eventType: null })

  test.each<[string, Parameters<typeof headline>[0], Verdict]>([
    ['Genuine, and answered in time.', recognition, good],
    [
      'Genuine, but not delivered: the answer 410 refuses the callback, so it comes again (the order is not ours).',
      recognition,
      { ...good, answer: failed },
    ],
    [
      'Genuine, and answered in time, but it came over plain HTTP.',
      recognition,
      { ...good, transport: light(finding('transport-plain')) },
    ],
    [
      "Genuine, and answered in time, but the address is not on the bank's list.",
      recognition,
      { ...good, source: light(finding('source-not-listed')) },
    ],
    ['Genuine, and not answered yet.', recognition, { ...good, answer: light(finding('answer-pending')) }],
    ['Genuine, as far as a file can tell.', recognition, { ...good, answer: light(finding('answer-none')) }],
    [
      'The digest does not match the registered salt.',
      recognition,
      { ...good, digest: light(finding('digest-mismatch')) },
    ],
    [
      'The digest is equal apart from letter case.',
      recognition,
      { ...good, digest: light(finding('digest-match-case')) },
    ],
    [
      'The token had expired when it arrived.',
      recognition,
      { ...good, signature: light(finding('jws-verified'), finding('jws-expired')) },
    ],
    [
      'The body does not say what was signed.',
      recognition,
      { ...good, signature: light(finding('jws-verified'), finding('jws-envelope-differs')) },
    ],
    [
      'Not verified, because no profile says how to check its digest; it was answered in time.',
      recognition,
      { ...good, digest: light(finding('digest-no-profile')) },
    ],
    [
      'Not verified, because the key that the token names is not in a registered key set; it is not answered yet.',
      recognition,
      { ...bare, signature: light(finding('jws-kid-not-found')), answer: light(finding('answer-pending')) },
    ],
    [
      'Not verified, because no key set is registered for its signature.',
      recognition,
      { ...bare, signature: light(finding('jws-no-key-set')), answer: light(finding('answer-none')) },
    ],
    [
      'A MAPI callback, which carries nothing to verify; it was answered in time.',
      { ...recognition, family: 'mapi' },
      bare,
    ],
    [
      'A legacy TEST callback, which carries nothing to verify; it was answered in time.',
      { ...recognition, eventType: 'TEST' },
      bare,
    ],
    ['Not recognised as a callback; it was answered in time.', { ...recognition, family: 'unknown' }, bare],
  ])('%s', (sentence, found, verdict) => {
    expect(headline(found, verdict)).toBe(sentence)
  })
})

describe('headlines of every combination of lights', () => {
  /** One finding for each state that a light can have. */
  const LIGHTS = {
    digest: ['digest-match', 'digest-match-case', 'digest-mismatch', 'digest-no-profile', 'digest-not-in-family'],
    signature: ['jws-verified', 'jws-tried-all', 'jws-signature-mismatch', 'jws-no-key-set', 'jws-not-in-family'],
    source: ['source-listed', 'source-not-listed', 'source-local'],
    transport: ['transport-tls', 'transport-plain', 'transport-tls-old', 'transport-unknown'],
    answer: ['answer-delivered', 'answer-webhook-refused', 'answer-redirect', 'answer-pending', 'answer-none'],
  } as const
  const FAMILIES = ['legacy', 'mapi', 'rco-plus', 'loan', 'unknown'] as const

  test('are one sentence, the worst first, and genuine only when that was proved', () => {
    let count = 0
    for (const family of FAMILIES)
      for (const digest of LIGHTS.digest)
        for (const signature of LIGHTS.signature)
          for (const source of LIGHTS.source)
            for (const transport of LIGHTS.transport)
              for (const answer of LIGHTS.answer) {
                const verdict: Verdict = {
                  digest: light(finding(digest)),
                  signature: light(finding(signature)),
                  source: light(finding(source)),
                  transport: light(finding(transport)),
                  answer: light(finding(answer)),
                }
                const sentence = headline({ ...recognition, family }, verdict)
                expect(sentence).toMatch(/^[A-Zj][^\n]{8,220}\.$/)
                expect(sentence).not.toMatch(/\.\.|undefined|null|\[object|, ,| {2}|: [a-z][^:]*: /)
                if (signature === 'jws-signature-mismatch') expect(sentence).toMatch(/^The signature does not fit/)
                else if (digest === 'digest-mismatch') expect(sentence).toMatch(/^The digest does not match/)
                if (sentence.startsWith('Genuine')) {
                  expect([verdict.digest.state, verdict.signature.state]).toContain('pass')
                  expect([verdict.digest.state, verdict.signature.state]).not.toContain('fail')
                  const odd = transport === 'transport-plain' || transport === 'transport-tls-old'
                  if (answer === 'answer-redirect' || (odd && answer === 'answer-delivered'))
                    expect(sentence).toMatch(/,? but /)
                }
                count += 1
              }
    expect(count).toBe(5 * 5 * 5 * 3 * 4 * 5)
  })

  test.each([
    ['loan', 'answer-slow-unpublished', 'Genuine, and answered, though slowly.'],
    ['loan', 'answer-page', 'Genuine, and answered in time, but the body of the answer is an HTML page.'],
  ] as const)('%s with %s', (family, code, sentence) => {
    const verdict = { ...good, answer: light(finding('answer-accepted'), finding(code)) }
    expect(headline({ ...recognition, family }, verdict)).toBe(sentence)
  })

  test('a refusal that a webhook means is no failure, and one of the Merchant API is told without numbers', () => {
    const no = checkAnswer({ status: 422, sent: true, afterMs: 4 }, { family: 'rco-plus', eventType: 'VALIDATE' })
    expect(headline({ ...recognition, family: 'rco-plus' }, { ...bare, answer: no })).toBe(
      'An RCO+ callback, which carries nothing to verify; it was answered 422, which tells the checkout not to go on.',
    )
    const refused = checkAnswer({ status: 415, sent: true, afterMs: 4 }, { family: 'mapi', eventType: 'AUTHORIZATION' })
    expect(headline({ ...recognition, family: 'mapi' }, { ...bare, answer: refused })).toBe(
      'A MAPI callback, which carries nothing to verify; it was not delivered: the answer 415 refuses the callback (the body does not fit the expected model).',
    )
  })
})

test('no finding at all is not a pass', () => {
  expect(light().state).toBe('unchecked')
})
