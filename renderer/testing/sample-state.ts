import { defaultSettings } from '../../shared/model/settings.ts'
import { PROTOCOL_VERSION } from '../../shared/protocol/table.ts'
import type { EngineState } from '../../shared/protocol/views.ts'

const DAY = 86_400_000

/** The state of an engine that has been running for a while and holds so many callbacks. */
export function sampleState(now: number, callbacks: number): EngineState {
  return {
    protocol: PROTOCOL_VERSION,
    version: '0.1.0',
    runtime: { node: '20.18.1', electron: '33.2.1', testBuild: true },
    startedAt: now - 3_600_000,
    listeners: [
      {
        scheme: 'https',
        state: 'listening',
        host: '127.0.0.1',
        port: 8443,
        url: 'https://127.0.0.1:8443/',
        problem: null,
        certificate: {
          kind: 'generated',
          subject: 'CN=localhost',
          issuer: 'CN=Callback Inspector local CA',
          names: ['localhost', '127.0.0.1', '::1'],
          validFrom: now - DAY,
          validTo: now + 61 * DAY + 5000,
          fingerprint:
            '9B:04:3F:9A:51:C0:77:E2:B6:D4:A8:0C:19:F2:E5:D3:7A:6B:0C:88:9B:04:3F:9A:51:C0:77:E2:B6:D4:A8:0C',
          keyType: 'ECDSA P-256',
          authorityFile: '/home/engineer/.config/callback-inspector/tls/authority.pem',
        },
        lastCallbackAt: callbacks > 0 ? now - 12_000 : null,
        lastTroubleAt: callbacks > 0 ? now - 130_000 : null,
        lastHandshakeFailureAt: callbacks > 0 ? now - 130_000 : null,
        lastHandshakeFailure: callbacks > 0 ? 'The client refused our certificate (unknown CA).' : null,
        lastTrouble: callbacks > 0 ? 'The client refused our certificate (unknown CA).' : null,
        silent: 3,
      },
    ],
    archive: {
      file: '/home/engineer/.config/callback-inspector/archive.db',
      id: 'k3f9',
      callbacks: Math.round(callbacks * 0.78),
      connectionEvents: callbacks - Math.round(callbacks * 0.78),
      bytes: 49_152 + callbacks * 2100,
      backlog: 0,
      fill: null,
    },
    profiles: [
      {
        kind: 'profile',
        file: 'webshop.json',
        name: 'Webshop',
        environment: 'production',
        family: 'legacy',
        host: 'shop.example',
        path: null,
        events: ['BOOKED', 'UNFREEZE', 'UPDATE', 'AUTOMATIC_FRAUD_CONTROL'],
        keys: 0,
        readOnly: null,
        secrets: { plain: 0, sealed: 1, env: 0 },
        salts: [{ path: 'digest.salt', fingerprint: '3f7a 91c2' }],
        openToOthers: false,
        remarks: [],
        problem: null,
      },
      {
        kind: 'profile',
        file: 'loan-broken.json',
        name: null,
        environment: null,
        family: null,
        host: null,
        path: null,
        events: [],
        keys: 0,
        readOnly: null,
        secrets: { plain: 0, sealed: 0, env: 0 },
        salts: [],
        openToOthers: false,
        remarks: [],
        problem: {
          code: 'profile-invalid',
          message:
            'loan-broken.json: digest.algorithm must be MD5 or SHA1. Correct the file; it is read again when it changes.',
        },
      },
    ],
    profilesFolder: '/home/engineer/.config/callback-inspector/profiles',
    settings: defaultSettings(),
    notices: [],
    rejudging: { state: 'current', done: 0, total: 0 },
  }
}
