import type { CertificateSetting } from '../../../shared/model/settings.ts'
import { watchFiles } from '../profiles/watch-files.ts'

/** The user's files that a certificate is read from; none for the one that we make. */
export function certificateFiles(setting: CertificateSetting): readonly string[] {
  if (setting.kind === 'pem') return [setting.certificateFile, setting.keyFile]
  return setting.kind === 'pfx' ? [setting.file] : []
}

export interface Renewal {
  /** Watches the files of this setting from now on, in place of what was watched before. */
  readonly watch: (setting: CertificateSetting) => void
  readonly stop: () => void
}

/**
 * Calls `changed` when the files of the certificate change. Certificate and key are two files: between the two changes they do not
 * fit, which the next call mends; so `changed` must take a failure as something that may pass.
 */
export function createRenewal(changed: () => void): Renewal {
  // A system that refuses to watch is no reason to stop: saving the settings again takes the files in, too.
  const watcher = watchFiles(changed, () => undefined)
  return { watch: (setting) => watcher.set(certificateFiles(setting), []), stop: watcher.stop }
}
