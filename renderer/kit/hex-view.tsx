import { useRef } from 'react'
import type { CSSProperties, ReactElement } from 'react'
import { hexRow } from '../format/hex.ts'
import styles from './hex-view.module.css'
import { ScrollWindow } from './scroll-window.tsx'
import { useWidth } from './use-width.ts'

/** Pixels that rows of sixteen need in the usual type. */
const ROOM_FOR_16 = 600
/** How long a row is, in ems of a type whose characters are 0.6 em wide: offset, bytes and text. */
const EMS = { 8: 24, 16: 43.2 } as const

/** Bytes as rows of sixteen (or eight), drawn only where they are looked at. */
export function HexView({ bytes }: { readonly bytes: Uint8Array }): ReactElement {
  const box = useRef<HTMLDivElement>(null)
  const per = useWidth(box) < ROOM_FOR_16 ? 8 : 16
  return (
    <div
      ref={box}
      className={styles['hex']}
      role="group"
      aria-label="Bytes in hexadecimal"
      style={{ '--ems': EMS[per] } as CSSProperties}
    >
      <ScrollWindow rows={Math.ceil(bytes.length / per)} rowHeight={20} list={bytes} focusable>
        {(row) => {
          const { offset, hex, ascii } = hexRow(bytes.subarray(row * per, (row + 1) * per), row, per)
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
