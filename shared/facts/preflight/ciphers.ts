/** What a cipher suite is worth. `strong`: ECDHE with an AEAD. `unusual`: DHE with an AEAD. `broken`: no client should take it. */
export type CipherWorth = 'strong' | 'unusual' | 'weak' | 'broken'

/** Cipher suites that are offered to find out what a server takes: IANA number, usual name, worth. */
const SUITES: readonly (readonly [number, string, CipherWorth])[] = [
  [0xc02b, 'ECDHE-ECDSA-AES128-GCM-SHA256', 'strong'],
  [0xc02f, 'ECDHE-RSA-AES128-GCM-SHA256', 'strong'],
  [0xc02c, 'ECDHE-ECDSA-AES256-GCM-SHA384', 'strong'],
  [0xc030, 'ECDHE-RSA-AES256-GCM-SHA384', 'strong'],
  [0xcca9, 'ECDHE-ECDSA-CHACHA20-POLY1305', 'strong'],
  [0xcca8, 'ECDHE-RSA-CHACHA20-POLY1305', 'strong'],
  [0x009e, 'DHE-RSA-AES128-GCM-SHA256', 'unusual'],
  [0x009f, 'DHE-RSA-AES256-GCM-SHA384', 'unusual'],
  [0xccaa, 'DHE-RSA-CHACHA20-POLY1305', 'unusual'],
  [0x009c, 'AES128-GCM-SHA256', 'weak'],
  [0x009d, 'AES256-GCM-SHA384', 'weak'],
  [0xc023, 'ECDHE-ECDSA-AES128-SHA256', 'weak'],
  [0xc027, 'ECDHE-RSA-AES128-SHA256', 'weak'],
  [0xc024, 'ECDHE-ECDSA-AES256-SHA384', 'weak'],
  [0xc028, 'ECDHE-RSA-AES256-SHA384', 'weak'],
  [0xc009, 'ECDHE-ECDSA-AES128-SHA', 'weak'],
  [0xc013, 'ECDHE-RSA-AES128-SHA', 'weak'],
  [0xc00a, 'ECDHE-ECDSA-AES256-SHA', 'weak'],
  [0xc014, 'ECDHE-RSA-AES256-SHA', 'weak'],
  [0x0067, 'DHE-RSA-AES128-SHA256', 'weak'],
  [0x006b, 'DHE-RSA-AES256-SHA256', 'weak'],
  [0x0033, 'DHE-RSA-AES128-SHA', 'weak'],
  [0x0039, 'DHE-RSA-AES256-SHA', 'weak'],
  [0x003c, 'AES128-SHA256', 'weak'],
  [0x003d, 'AES256-SHA256', 'weak'],
  [0x002f, 'AES128-SHA', 'weak'],
  [0x0035, 'AES256-SHA', 'weak'],
  [0xc012, 'ECDHE-RSA-DES-CBC3-SHA', 'broken'],
  [0xc008, 'ECDHE-ECDSA-DES-CBC3-SHA', 'broken'],
  [0x0016, 'DHE-RSA-DES-CBC3-SHA', 'broken'],
  [0x000a, 'DES-CBC3-SHA', 'broken'],
  [0x0009, 'DES-CBC-SHA', 'broken'],
  [0xc011, 'ECDHE-RSA-RC4-SHA', 'broken'],
  [0xc007, 'ECDHE-ECDSA-RC4-SHA', 'broken'],
  [0x0005, 'RC4-SHA', 'broken'],
  [0x0004, 'RC4-MD5', 'broken'],
  [0x0003, 'EXP-RC4-MD5', 'broken'],
  [0x0008, 'EXP-DES-CBC-SHA', 'broken'],
  [0x0018, 'ADH-RC4-MD5', 'broken'],
  [0x001b, 'ADH-DES-CBC3-SHA', 'broken'],
  [0x0034, 'ADH-AES128-SHA', 'broken'],
  [0xc018, 'AECDH-AES128-SHA', 'broken'],
  [0x003b, 'NULL-SHA256', 'broken'],
  [0x0002, 'NULL-SHA', 'broken'],
  [0x0001, 'NULL-MD5', 'broken'],
  [0xc010, 'ECDHE-RSA-NULL-SHA', 'broken'],
  [0xc006, 'ECDHE-ECDSA-NULL-SHA', 'broken'],
]

/** The three suites of TLS 1.3 that count; all are strong. */
const TLS13_SUITES: readonly (readonly [number, string, CipherWorth])[] = [
  [0x1301, 'TLS_AES_128_GCM_SHA256', 'strong'],
  [0x1302, 'TLS_AES_256_GCM_SHA384', 'strong'],
  [0x1303, 'TLS_CHACHA20_POLY1305_SHA256', 'strong'],
]

const BY_NUMBER = new Map([...SUITES, ...TLS13_SUITES].map((suite) => [suite[0], suite]))

/** IANA numbers of the suites for TLS up to 1.2 with one of these worths, best first. */
export function suitesWorth(...worths: readonly CipherWorth[]): readonly number[] {
  return SUITES.filter(([, , worth]) => worths.includes(worth)).map(([number]) => number)
}

export const TLS13_NUMBERS: readonly number[] = TLS13_SUITES.map(([number]) => number)

/** The usual name of a suite. */
export function cipherName(number: number): string {
  return BY_NUMBER.get(number)?.[1] ?? `0x${number.toString(16).padStart(4, '0')}`
}

/** What a suite is worth; an unknown one counts as unusual. */
export function cipherWorth(number: number): CipherWorth {
  return BY_NUMBER.get(number)?.[2] ?? 'unusual'
}
