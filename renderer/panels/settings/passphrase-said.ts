import type { App } from '../../app/create-app.ts'

/** Says when a passphrase could not be kept as it should be. */
export function passphraseSaid(ui: App['ui'], storage: 'secure' | 'weak' | 'failed'): void {
  if (storage === 'weak')
    ui.say('This system has no secret store: the passphrase is only lightly protected on disk.', 'error')
  if (storage === 'failed')
    ui.say('The passphrase could not be kept: it will be asked for again after the next start.', 'error')
}
