import { expect, test } from 'vitest'
import { hexRow } from './hex.ts'

test('a whole row', () => {
  const row = hexRow(new TextEncoder().encode('GET /callback HT'), 2, 16)
  expect(row).toEqual({
    offset: '00000020',
    hex: '47 45 54 20 2f 63 61 6c  6c 62 61 63 6b 20 48 54',
    ascii: 'GET /callback HT',
  })
})
test('eight bytes where there is no room for more', () => {
  expect(hexRow(new TextEncoder().encode('GET /cal'), 3, 8)).toEqual({
    offset: '00000018',
    hex: '47 45 54 20 2f 63 61 6c ',
    ascii: 'GET /cal',
  })
})
test('a short last row keeps its place, and what is no ASCII is a dot', () => {
  const row = hexRow(new Uint8Array([0x16, 0x03, 0xff]), 0, 16)
  expect(row.hex).toBe(`16 03 ff${' '.repeat(40)}`)
  expect(row.ascii).toBe('···')
})
