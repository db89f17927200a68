import type { ReactElement, ReactNode } from 'react'
import {
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  NumberField as AriaNumberField,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Switch as AriaSwitch,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components'
import Check from 'lucide-react/icons/check'
import ChevronDown from 'lucide-react/icons/chevron-down'
import { cx } from './cx.ts'
import styles from './fields.module.css'

interface Common {
  readonly label: string
  readonly help?: ReactNode
  readonly error?: string | undefined
  readonly disabled?: boolean
}

const invalid = (error: string | undefined): boolean => error !== undefined && error !== ''

function Help({ text }: { readonly text: ReactNode }): ReactElement | null {
  return text === undefined ? null : (
    <Text slot="description" className={cx(styles['help'])}>
      {text}
    </Text>
  )
}

interface TextFieldProps extends Common {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly code?: boolean
  readonly rows?: number
  readonly placeholder?: string
  readonly type?: 'text' | 'password'
}

/** Text of one or more lines. */
export function TextField(props: TextFieldProps): ReactElement {
  const {
    label,
    help,
    error,
    disabled = false,
    value,
    onChange,
    code = false,
    rows,
    placeholder,
    type = 'text',
  } = props
  const shared = {
    className: cx(styles['input'], code && styles['code']),
    placeholder: placeholder ?? '',
    spellCheck: false,
  }
  return (
    <AriaTextField
      className={cx(styles['field'])}
      value={value}
      onChange={onChange}
      isInvalid={invalid(error)}
      isDisabled={disabled}
      type={type}
    >
      <Label className={cx(styles['label'])}>{label}</Label>
      {rows === undefined ? <Input {...shared} autoComplete="off" /> : <TextArea {...shared} rows={rows} />}
      <Help text={help} />
      <FieldError className={cx(styles['error'])}>{error}</FieldError>
    </AriaTextField>
  )
}

interface NumberFieldProps extends Common {
  readonly value: number
  readonly onChange: (value: number) => void
  readonly min?: number
  readonly max?: number
  readonly grouped?: boolean
}

/** A number; empty is not a number, and is then refused by whoever checks the form. */
export function NumberField(props: NumberFieldProps): ReactElement {
  const { label, help, error, disabled = false, value, onChange, min, max, grouped = true } = props
  return (
    <AriaNumberField
      className={cx(styles['field'])}
      value={value}
      onChange={onChange}
      isInvalid={invalid(error)}
      isDisabled={disabled}
      formatOptions={{ useGrouping: grouped, maximumFractionDigits: 3 }}
      {...(min === undefined ? {} : { minValue: min })}
      {...(max === undefined ? {} : { maxValue: max })}
    >
      <Label className={cx(styles['label'])}>{label}</Label>
      <Input className={cx(styles['input'])} />
      <Help text={help} />
      <FieldError className={cx(styles['error'])}>{error}</FieldError>
    </AriaNumberField>
  )
}

interface SelectProps<T extends string> extends Common {
  readonly value: T
  readonly options: readonly { readonly id: T; readonly name: string }[]
  readonly onChange: (value: T) => void
}

/** One of a few. */
export function Select<T extends string>(props: SelectProps<T>): ReactElement {
  const { label, help, disabled = false, value, options, onChange } = props
  const choose = (key: unknown): void => {
    const option = options.find((one) => one.id === key)
    if (option !== undefined) onChange(option.id)
  }
  return (
    <AriaSelect className={cx(styles['field'])} value={value} onChange={choose} isDisabled={disabled}>
      <Label className={cx(styles['label'])}>{label}</Label>
      <Button className={cx(styles['select'])}>
        <SelectValue>{options.find((option) => option.id === value)?.name}</SelectValue>
        <ChevronDown size={14} aria-hidden />
      </Button>
      <Help text={help} />
      <Popover className={cx(styles['popover'])} offset={4}>
        <ListBox>
          {options.map((option) => (
            <ListBoxItem key={option.id} id={option.id} textValue={option.name} className={cx(styles['option'])}>
              <span className={styles['tick']}>{option.id === value && <Check size={14} aria-hidden />}</span>
              {option.name}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

interface SwitchProps extends Common {
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

/** On or off. */
export function Switch({ label, help, on, onChange, disabled = false }: SwitchProps): ReactElement {
  return (
    <AriaSwitch className={cx(styles['switch'])} isSelected={on} onChange={onChange} isDisabled={disabled}>
      <span className={styles['track']} />
      <span className={styles['label']}>{label}</span>
      {help !== undefined && <span className={styles['help']}>{help}</span>}
    </AriaSwitch>
  )
}
