import type { ReactElement, ReactNode } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import { cx } from './cx.ts'
import styles from './button.module.css'

interface ButtonProps {
  readonly children: ReactNode
  readonly onPress: () => void
  readonly tone?: 'plain' | 'primary' | 'danger' | 'discard' | 'quiet'
  readonly small?: boolean
  readonly disabled?: boolean
  readonly autoFocus?: boolean
}

/** A button with words. */
export function Button({
  children,
  onPress,
  tone = 'plain',
  small = false,
  disabled = false,
  autoFocus = false,
}: ButtonProps): ReactElement {
  return (
    <AriaButton
      className={cx(styles['button'], tone !== 'plain' && styles[tone], small && styles['small'])}
      onPress={onPress}
      isDisabled={disabled}
      // A dialog's harmless choice takes the focus when it opens.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus={autoFocus}
    >
      {children}
    </AriaButton>
  )
}

interface IconButtonProps {
  readonly label: string
  readonly shortcut?: string
  readonly children: ReactNode
  readonly onPress: () => void
  readonly quiet?: boolean
  readonly small?: boolean
  readonly disabled?: boolean
  readonly pressed?: boolean
}

/** A button with an icon; its name shows on hover and focus. */
export function IconButton(props: IconButtonProps): ReactElement {
  const { label, shortcut, children, onPress, quiet = false, small = false, disabled = false, pressed } = props
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <AriaButton
        className={cx(
          styles['button'],
          styles['icon'],
          quiet && styles['quiet'],
          small && styles['small'],
          pressed === true && styles['on'],
        )}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onPress={onPress}
        isDisabled={disabled}
      >
        {children}
      </AriaButton>
      <Tooltip className={cx(styles['tip'])} offset={6}>
        {label}
        {shortcut !== undefined && <kbd>{shortcut}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  )
}
