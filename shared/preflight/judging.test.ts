import { describe, expect, test } from 'vitest'
import { judgeAnswer, judgeTime } from './judge-answer.ts'
import { judgeDates } from './judge-certificate.ts'
import { judgeChain } from './judge-chain.ts'
import { judgeConnects, judgeDns } from './judge-network.ts'
import { covers, isUnder } from './names.ts'
import type {
  AnswerFacts,
  CertificateFacts,
  ChainFacts,
  ConnectFacts,
  ConnectOutcome,
  DnsFacts,
} from './observations.ts'
import { findPath } from './path.ts'
import { fillPlaceholders } from './placeholders.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 21)
const codes = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code)

describe('names and addresses', () => {
  const four = (address: string, range: 'public' | 'private' = 'public') => ({ address, family: 4, range }) as const
  const six = (address: string) => ({ address, family: 6, range: 'public' }) as const
  const dns = (part: Partial<DnsFacts>): DnsFacts => ({
    system: 'found',
    servers: 'found',
    systemAddresses: [four('192.0.2.1')],
    records: [four('192.0.2.1')],
    ...part,
  })
  const none = { systemAddresses: [], records: [] }

  test.each<[string, Partial<DnsFacts>, readonly string[]]>([
    ['found in both', {}, []],
    ['no such name', { ...none, system: 'not-found', servers: 'not-found' }, ['DNS_NOT_FOUND']],
    ['no name server', { ...none, system: 'unavailable', servers: 'unavailable' }, ['DNS_UNAVAILABLE']],
    ['in the hosts file only', { servers: 'not-found', records: [] }, ['DNS_LOCAL_ONLY']],
    ['name servers cannot be asked, the system knows', { servers: 'unavailable', records: [] }, []],
    ['AAAA only', { records: [six('2a00::1')], systemAddresses: [six('2a00::1')] }, ['DNS_NO_IPV4']],
    [
      'private',
      { records: [four('10.0.0.1', 'private')], systemAddresses: [four('10.0.0.1', 'private')] },
      ['DNS_NOT_PUBLIC'],
    ],
    ['one public, one private', { records: [four('192.0.2.1'), four('10.0.0.1', 'private')] }, ['DNS_NOT_PUBLIC']],
    ['split DNS', { systemAddresses: [four('10.0.0.1', 'private')] }, ['DNS_DIFFERS']],
  ])('%s', (_name, part, expected) => {
    expect(codes(judgeDns('shop.example.com', dns(part)))).toEqual(expected)
  })

  const met = (address: string, outcome: ConnectOutcome): ConnectFacts => ({
    address,
    port: 443,
    family: address.includes(':') ? 6 : 4,
    outcome,
    code: null,
    ms: 1,
  })
  test.each<[string, readonly ConnectFacts[], readonly string[]]>([
    ['all take', [met('192.0.2.1', 'connected'), met('192.0.2.2', 'connected')], []],
    ['none takes', [met('192.0.2.1', 'refused'), met('192.0.2.2', 'timeout')], ['CONN_REFUSED', 'CONN_TIMEOUT']],
    ['one of two', [met('192.0.2.1', 'connected'), met('192.0.2.2', 'reset')], ['CONN_SOME_FAIL']],
    ['IPv6 alone fails', [met('192.0.2.1', 'connected'), met('2a00::1', 'unreachable')], ['IPV6_FAILS']],
    ['IPv6 alone works', [met('192.0.2.1', 'timeout'), met('2a00::1', 'connected')], ['CONN_TIMEOUT']],
    ['only IPv6, and it fails', [met('2a00::1', 'unreachable')], ['CONN_UNREACHABLE']],
  ])('%s', (_name, connects, expected) => {
    expect(codes(judgeConnects(connects))).toEqual(expected)
  })
})

describe('chains', () => {
  const certificate = (part: Partial<CertificateFacts> = {}): CertificateFacts => ({
    subject: 'CN=x',
    issuer: 'CN=y',
    serial: '01',
    fingerprint: '',
    validFrom: NOW - DAY,
    validTo: NOW + 80 * DAY,
    hasAlternativeNames: true,
    dnsNames: ['shop.example.com'],
    addresses: [],
    commonName: 'x',
    keyKind: 'ec',
    keyName: 'P-256',
    keyBits: 256,
    signatureHash: 'sha256',
    isAuthority: false,
    pathLength: null,
    maySignCertificates: null,
    forServers: null,
    mustStaple: false,
    unknownCritical: [],
    permittedNames: null,
    excludedNames: [],
    ...part,
  })
  const authority = (part: Partial<CertificateFacts> = {}) =>
    certificate({ isAuthority: true, commonName: 'CA', ...part })
  const root = (validTo = NOW + 999 * DAY) => ({ subject: 'CN=Root', validTo, given: false })
  const chain = (presented: ChainFacts['presented']): ChainFacts => ({
    bytes: 1000,
    presented,
    fetched: null,
    issuerLooksKnown: false,
  })
  const leaf = { read: certificate(), signedBy: [1], selfSigned: false, root: null }
  const judged = (all: ChainFacts) => codes(judgeChain(all, findPath(all, NOW)))

  test('an issuer that may not issue for servers, or not for this name', () => {
    const above = (part: Partial<CertificateFacts>) =>
      chain([leaf, { read: authority(part), signedBy: [], selfSigned: false, root: root() }])
    expect(judged(above({}))).toEqual([])
    expect(judged(above({ forServers: false }))).toEqual(['CHAIN_INVALID'])
    expect(judged(above({ maySignCertificates: false }))).toEqual(['CHAIN_INVALID'])
    expect(judged(above({ excludedNames: ['example.com'] }))).toEqual(['CHAIN_INVALID'])
    expect(judged(above({ permittedNames: ['example.com'] }))).toEqual([])
  })

  test('a root that has expired breaks the chain', () => {
    const all = chain([leaf, { read: authority(), signedBy: [], selfSigned: false, root: root(NOW - DAY) }])
    expect(codes(judgeDates(all, findPath(all, NOW), NOW))).toEqual(['CHAIN_EXPIRED'])
  })

  test('of two certificates for one authority the one that holds now counts', () => {
    const old = { read: authority({ validTo: NOW - DAY }), signedBy: [], selfSigned: false, root: root() }
    const good = { read: authority(), signedBy: [], selfSigned: false, root: root() }
    const all = chain([{ ...leaf, signedBy: [1, 2] }, old, good])
    expect(findPath(all, NOW).positions).toEqual([0, 2])
    expect(codes(judgeDates(all, findPath(all, NOW), NOW))).toEqual([])
    const alone = chain([leaf, old])
    expect(codes(judgeDates(alone, findPath(alone, NOW), NOW))).toEqual(['CHAIN_EXPIRED'])
  })

  test('a cross-signed certificate above the end is no extra, the same certificate twice is', () => {
    const middle = { read: authority(), signedBy: [2], selfSigned: false, root: root() }
    const cross = { read: authority(), signedBy: [], selfSigned: false, root: null }
    expect(judged(chain([leaf, middle, cross]))).toEqual([])
    const twice = { ...leaf, signedBy: [2] }
    const end = { read: authority(), signedBy: [], selfSigned: false, root: root() }
    expect(judged(chain([twice, twice, end]))).toEqual(['CHAIN_EXTRA'])
  })

  test('certificates that sign each other in a ring end the search', () => {
    const ring = (to: number) => ({ read: authority(), signedBy: [to], selfSigned: false, root: null })
    expect(judged(chain([leaf, ring(2), ring(1)]))).toEqual(['CHAIN_INCOMPLETE'])
  })
})

describe('answers', () => {
  const answer = (part: Partial<AnswerFacts>): AnswerFacts => ({
    method: 'GET',
    outcome: 'answer',
    reason: null,
    status: 200,
    location: null,
    challenge: null,
    contentType: null,
    ms: 20,
    body: 'complete',
    bodyStart: '',
    interim: 0,
    ...part,
  })

  test.each([
    ['<form action="/login"><input type="password"></form>', ['HTTP_PAGE']],
    ['<html><title>Shop – Page not found</title>', ['HTTP_PAGE']],
    ['<br /><b>Fatal error</b>: Uncaught Exception in shop.php', ['HTTP_PAGE']],
    ['<html><title>Thank you</title>', []],
    ['OK', []],
  ])('%s', (bodyStart, expected) => {
    expect(codes(judgeAnswer(answer({ bodyStart }), null, false))).toEqual(expected)
  })

  test('what a shop refuses of made-up values cannot be told, a plain address that is refused can', () => {
    expect(codes(judgeAnswer(answer({ status: 406 }), null, true))).toEqual(['HTTP_SAMPLE_REFUSED'])
    expect(codes(judgeAnswer(answer({ status: 406 }), null, false))).toEqual(['HTTP_STATUS'])
    expect(codes(judgeAnswer(answer({ status: 500 }), null, true))).toEqual(['HTTP_STATUS'])
  })

  test('a Java client that is held until it gives up is blocked, unless everybody waits', () => {
    const held = answer({ status: null, outcome: 'timeout', ms: 10_000 })
    expect(codes(judgeAnswer(answer({ ms: 40 }), held, false))).toEqual(['UA_BLOCKED'])
    expect(codes(judgeAnswer(answer({ ms: 8_000 }), held, false))).toEqual([])
    expect(codes(judgeAnswer(answer({ ms: 40 }), { ...held, ms: 900 }, false))).toEqual([])
  })

  test('five seconds are in time, more are not', () => {
    expect(codes(judgeTime(answer({ ms: 5000 })))).toEqual([])
    expect(codes(judgeTime(answer({ ms: 5001 })))).toEqual(['HTTP_SLOW'])
  })
})

test.each([
  ['shop.example.com', 'SHOP.example.com', true],
  ['*.example.com', 'shop.example.com', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', 'a.b.example.com', false],
  ['s*.example.com', 'shop.example.com', false],
  ['*', 'shop', false],
  ['*.com', 'example.com', false],
  ['shop.example.com\0.evil', 'shop.example.com', false],
])('%s covers %s: %s', (pattern, host, expected) => {
  expect(covers(pattern, host)).toBe(expected)
})

test('constraints hold for the name and for what lies below it', () => {
  expect(isUnder('shop.example.com', 'example.com')).toBe(true)
  expect(isUnder('shop.example.com', '.example.com')).toBe(true)
  expect(isUnder('badexample.com', 'example.com')).toBe(false)
})

test('a template is filled with values of no payment', () => {
  expect(fillPlaceholders('https://a/{paymentId}?d={digest}&r={result}')).toEqual({
    text: `https://a/callback-inspector-check?d=${'0'.repeat(40)}&r=THAWED`,
    filled: true,
  })
  expect(fillPlaceholders('https://a/b').filled).toBe(false)
})
