import { expect, test } from 'vitest'
import { OPEN_HEADER, TOKEN_HEADER } from '../simulate/mark.ts'
import { HIDDEN, hideHeaders, hideInRequest, hideValues, isSecretHeader, isSecretName } from './hide-secrets.ts'

test('headers that let somebody in are secret, others are not', () => {
  const secret = ['Authorization', 'PROXY-Authorization', 'Cookie', 'Set-Cookie', 'apikey', 'X-Api-Key', 'X-Auth-Token']
  for (const name of [...secret, TOKEN_HEADER]) expect([name, isSecretHeader(name)]).toEqual([name, true])
  for (const name of ['Host', 'Accept', 'User-Agent', 'Content-Type', 'X-Forwarded-For', OPEN_HEADER]) {
    expect([name, isSecretHeader(name)]).toEqual([name, false])
  }
})

test('headers are hidden with their scheme in sight, and counted', () => {
  const sent = [
    ['Host', 'shop.example'],
    ['Authorization', 'Basic dTpw'],
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ] as const
  expect(hideHeaders(sent)).toEqual({
    headers: [
      ['Host', 'shop.example'],
      ['Authorization', `Basic ${HIDDEN}`],
      ['Set-Cookie', HIDDEN],
      ['Set-Cookie', HIDDEN],
    ],
    count: 3,
  })
})

test('names of secrets and of persons are secret; what the bank sends to be checked is not', () => {
  const secret = [
    'salt',
    'digestSalt',
    'api_key',
    'callbackCredentials',
    'password',
    'basicAuthPassword',
    'access-token',
  ]
  const personal = ['governmentId', 'email', 'mobilePhone', 'firstName', 'addressRow1', 'iban', 'dateOfBirth']
  for (const name of [...secret, ...personal]) expect([name, isSecretName(name)]).toEqual([name, true])
  const open = ['paymentId', 'digest', 'jwsData', 'applicationReference', 'totalAmount', 'status', 'createdBy', 'kid']
  for (const name of open) expect([name, isSecretName(name)]).toEqual([name, false])
})

test('values are hidden in JSON to the letter around them, also where it is broken off', () => {
  const text =
    '{ "paymentId" : "a",\n "email":"x@y.se", "n": 3000.00000, "apiKey" : 42, "phones": ["1", "2"], "salt":"ab\\"c'
  expect(hideValues(text)).toEqual({
    text: `{ "paymentId" : "a",\n "email":"${HIDDEN}", "n": 3000.00000, "apiKey" : "${HIDDEN}", "phones": "${HIDDEN}", "salt":"${HIDDEN}"`,
    count: 4,
  })
  const nested = '{"customer":{"governmentId":"198001010001","customerType":"NATURAL"}}'
  expect(hideValues(nested).text).toBe(`{"customer":{"governmentId":"${HIDDEN}","customerType":"NATURAL"}}`)
})

test('values are hidden in queries, forms and XML', () => {
  expect(hideValues('/cb?paymentId=1&token=abc&digest=EF').text).toBe(`/cb?paymentId=1&token=${HIDDEN}&digest=EF`)
  expect(hideValues('api%5Fkey=1&a=2')).toEqual({ text: `api%5Fkey=${HIDDEN}&a=2`, count: 1 })
  expect(hideValues('<v:digestSalt>abc</v:digestSalt><a>1</a>').text).toBe(
    `<v:digestSalt>${HIDDEN}</v:digestSalt><a>1</a>`,
  )
})

test('the bytes of a request: target, headers with folded lines, and body', () => {
  const head = `POST /cb?password=x&a=1 HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Basic YTpi\r\nCookie: a=b;\r\n c=d\r\nX: 1\r\n\r\n`
  const hidden = hideInRequest(`${head}{"email":"a@b.se"}`)
  expect(hidden.count).toBe(4)
  expect(hidden.text).toBe(
    `POST /cb?password=${HIDDEN}&a=1 HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Basic ${HIDDEN}\r\nCookie: ${HIDDEN}\r\n ${HIDDEN}\r\nX: 1\r\n\r\n{"email":"${HIDDEN}"}`,
  )
  const chunked =
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"ema\r\n11\r\nil":"a@b.se","email":"c"}\r\n0\r\n\r\n'
  expect(hideInRequest(chunked).text).toBe(`POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${HIDDEN}`)
  const plain = 'GET /cb/paymentId/1/digest/AB HTTP/1.1\r\nHost: a\r\n\r\n'
  expect(hideInRequest(plain)).toEqual({ text: plain, count: 0 })
  expect(hideInRequest('no request at all')).toEqual({ text: 'no request at all', count: 0 })
})
