/** Bytes in one row of the hex view. */
export const HEX_ROW = 16

export interface HexRow {
  readonly offset: string
  readonly hex: string
  readonly ascii: string
}

const hex2 = (byte: number): string => byte.toString(16).padStart(2, '0')

/** Takes the bytes of one row (at most 16) and its number, gives offset, hex in two groups of eight, and ASCII. */
export function hexRow(bytes: Uint8Array, row: number): HexRow {
  const all = Array.from(bytes, hex2)
  const groups = [all.slice(0, 8).join(' '), all.slice(8).join(' ')]
  return {
    offset: (row * HEX_ROW).toString(16).padStart(8, '0'),
    hex: groups.join('  ').padEnd(48, ' '),
    ascii: Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : '·')).join(''),
  }
}
