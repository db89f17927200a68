import type { ReactElement } from 'react'
import { Radio, RadioGroup } from 'react-aria-components'
import { cx } from './cx.ts'
import styles from './choice.module.css'

interface Props<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly id: T; readonly name: string }[]
  readonly onChange: (value: T) => void
}

/** One of two or three, all in sight. */
export function Choice<T extends string>({ label, value, options, onChange }: Props<T>): ReactElement {
  const choose = (id: string): void => {
    const option = options.find((one) => one.id === id)
    if (option !== undefined) onChange(option.id)
  }
  return (
    <RadioGroup
      className={cx(styles['choice'])}
      aria-label={label}
      value={value}
      onChange={choose}
      orientation="horizontal"
    >
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className={cx(styles['option'])}>
          {option.name}
        </Radio>
      ))}
    </RadioGroup>
  )
}
