import type { ReactElement } from 'react'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import type { FurtherListener } from '../../../shared/model/settings.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { NumberField, Select, Switch, TextField } from '../../kit/fields.tsx'
import { OpenToOthers } from './open-to-others.tsx'
import type { SectionProps } from './section.tsx'
import styles from './settings.module.css'

const SCHEMES = [
  { id: 'https', name: 'HTTPS' },
  { id: 'http', name: 'Plain HTTP' },
] as const
const MOST = 16

/** A port that no listener of the draft has, from 8444 up. */
function freePort({ https, http, listeners }: SectionProps['draft']): number {
  const taken = new Set([https, http, ...listeners].map(({ port }) => port))
  let port = 8444
  while (taken.has(port)) port++
  return port
}

/** Addresses beside the two that always stand: added, changed and removed here. */
export function FurtherListeners({ draft, change, errors }: SectionProps): ReactElement {
  const { listeners } = draft
  const put = (index: number, part: Partial<FurtherListener>): void =>
    change({ listeners: listeners.map((one, at) => (at === index ? { ...one, ...part } : one)) })
  const add = (): void => {
    const fresh = { name: '', scheme: 'https', enabled: true, host: '127.0.0.1', port: freePort(draft) } as const
    change({ listeners: [...listeners, fresh] })
  }
  return (
    <>
      {listeners.map((listener, index) => (
        <Further
          // They have no name of their own, and stay in their order.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          listener={listener}
          number={index + 1}
          errorOf={(field) => errors[`listeners.${String(index)}.${field}`]}
          put={(part) => put(index, part)}
          remove={() => change({ listeners: listeners.toSpliced(index, 1) })}
        />
      ))}
      <div className={styles['row']}>
        <Button small onPress={add} disabled={listeners.length >= MOST}>
          <Plus size={14} aria-hidden /> Add a listener
        </Button>
      </div>
    </>
  )
}

interface FurtherProps {
  readonly listener: FurtherListener
  readonly number: number
  readonly errorOf: (field: string) => string | undefined
  readonly put: (part: Partial<FurtherListener>) => void
  readonly remove: () => void
}

function Further({ listener, number, errorOf, put, remove }: FurtherProps): ReactElement {
  const title = listener.name === '' ? `Further listener ${String(number)}` : listener.name
  return (
    <div className={styles['card']} role="group" aria-label={title}>
      <div className={styles['titled']}>
        <Switch
          label={title}
          help="With the same certificate as the others."
          on={listener.enabled}
          onChange={(enabled) => put({ enabled })}
        />
        <IconButton label={`Remove ${title}`} quiet small onPress={remove}>
          <X size={14} />
        </IconButton>
      </div>
      <div className={styles['pair']}>
        <TextField label="Name" value={listener.name} onChange={(name) => put({ name })} error={errorOf('name')} />
        <Select label="Scheme" value={listener.scheme} options={SCHEMES} onChange={(scheme) => put({ scheme })} />
        <TextField
          label="Address"
          code
          value={listener.host}
          onChange={(host) => put({ host })}
          error={errorOf('host')}
        />
        <NumberField
          label="Port"
          grouped={false}
          min={0}
          max={65535}
          value={listener.port}
          onChange={(port) => put({ port })}
          error={errorOf('port')}
        />
      </div>
      <OpenToOthers enabled={listener.enabled} host={listener.host} />
    </div>
  )
}
