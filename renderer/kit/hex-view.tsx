import type { ReactElement } from 'react'
import { HEX_ROW, hexRow } from '../format/hex.ts'
import styles from './hex-view.module.css'
import { ScrollWindow } from './scroll-window.tsx'

/** Bytes as rows of sixteen, drawn only where they are looked at. */
export function HexView({ bytes }: { readonly bytes: Uint8Array }): ReactElement {
  return (
    <div className={styles['hex']} role="group" aria-label="Bytes in hexadecimal">
      <ScrollWindow rows={Math.ceil(bytes.length / HEX_ROW)} rowHeight={20} list={bytes} focusable>
        {(row) => {
          const { offset, hex, ascii } = hexRow(bytes.subarray(row * HEX_ROW, (row + 1) * HEX_ROW), row)
          return (
            <div key={row} className={styles['row']}>
              <span className={styles['offset']}>{offset}</span>
              <span>{hex}</span>
              <span className={styles['ascii']}>{ascii}</span>
            </div>
          )
        }}
      </ScrollWindow>
    </div>
  )
}
