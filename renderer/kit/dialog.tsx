import { useEffect } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import styles from './dialog.module.css'

let openDialogs = 0

/** Whether any dialog is open: the keys are its own, and nothing beneath it may act. */
export const isDialogOpen = (): boolean => openDialogs > 0

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly label?: string
  readonly wide?: boolean
  readonly padded?: boolean
  readonly role?: 'dialog' | 'alertdialog'
  readonly children: ReactNode
}

/** A box over the window; Escape and a click beside it close it. Focus goes back to where it was. */
export function Dialog(props: DialogProps): ReactElement {
  const { open, onClose, label, wide = false, padded = true, role = 'dialog', children } = props
  useEffect(() => {
    if (!open) return undefined
    openDialogs += 1
    return () => {
      openDialogs -= 1
    }
  }, [open])
  return (
    <ModalOverlay className={cx(styles['veil'])} isOpen={open} onOpenChange={(now) => !now && onClose()} isDismissable>
      <Modal className={cx(styles['modal'], wide && styles['wide'])}>
        <AriaDialog
          role={role}
          className={cx(styles['dialog'], padded && styles['padded'])}
          {...(label === undefined ? {} : { 'aria-label': label })}
        >
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** The heading that names a dialog. */
export function DialogTitle({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <Heading slot="title" className={cx(styles['title'])}>
      {children}
    </Heading>
  )
}

/** What a dialog says below its title. */
export function DialogText({ children }: { readonly children: ReactNode }): ReactElement {
  return <p className={styles['body']}>{children}</p>
}

/** The answers of a dialog, the one that goes on at the end; `apart`: one that stands away from them. */
export function DialogActions({
  apart,
  children,
}: {
  readonly apart?: ReactNode
  readonly children: ReactNode
}): ReactElement {
  return (
    <div className={styles['actions']}>
      {apart !== undefined && <div className={styles['apart']}>{apart}</div>}
      {children}
    </div>
  )
}

interface ConfirmProps {
  readonly title: string
  readonly body: string
  readonly action: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something that cannot be undone; the harmless answer has the focus. */
export function Confirm({ title, body, action, onConfirm, onClose }: ConfirmProps): ReactElement {
  return (
    <Dialog open onClose={onClose}>
      <DialogTitle>{title}</DialogTitle>
      <DialogText>{body}</DialogText>
      <DialogActions>
        <Button onPress={onClose} autoFocus>
          Keep
        </Button>
        <Button
          tone="danger"
          onPress={() => {
            onConfirm()
            onClose()
          }}
        >
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
