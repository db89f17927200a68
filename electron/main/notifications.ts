import { Notification } from 'electron'
import type { ArrivalNotice } from '../../shared/protocol/bridge.ts'

let shown: Notification | null = null

/** Shows a native notification; a newer one takes the place of the older, so that a burst does not pile up. */
export function showNotification(notice: ArrivalNotice, onClick: () => void): void {
  if (!Notification.isSupported()) return
  shown?.close()
  shown = new Notification({ title: notice.title, body: notice.body })
  shown.on('click', onClick)
  shown.show()
}
