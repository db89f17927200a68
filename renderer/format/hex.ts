/** Bytes in one row of the hex view: sixteen where they fit, else eight. */
export type HexWidth = 8 | 16

export interface HexRow {
  readonly offset: string
  readonly hex: string
  readonly ascii: string
}

const hex2 = (byte: number): string => byte.toString(16).padStart(2, '0')

/** Takes the bytes of one row and its number, gives offset, hex in groups of eight, and ASCII. */
export function hexRow(bytes: Uint8Array, row: number, width: HexWidth): HexRow {
  const all = Array.from(bytes, hex2)
  const groups = width === 8 ? [all.join(' ')] : [all.slice(0, 8).join(' '), all.slice(8).join(' ')]
  return {
    offset: (row * width).toString(16).padStart(8, '0'),
    hex: groups.join('  ').padEnd(width * 3, ' '),
    ascii: Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : '·')).join(''),
  }
}
