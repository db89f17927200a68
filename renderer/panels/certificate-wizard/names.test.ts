import { expect, test } from 'vitest'
import { defaultSettings, settingsSchema } from '../../../shared/model/settings.ts'
import { missingNames, namesOf, withCertificate } from './names.ts'

test('names are read one by one, each once', () => {
  expect(namesOf(' Shop.example.com, 192.0.2.7\nshop.example.com ')).toEqual(['shop.example.com', '192.0.2.7'])
  expect(namesOf('')).toEqual([])
})
test('what a certificate is not good for is named; a wildcard covers one label', () => {
  expect(missingNames('a.example.com, b.a.example.com, example.com', ['*.example.com'])).toEqual([
    'b.a.example.com',
    'example.com',
  ])
  expect(missingNames('SHOP.example.com', ['shop.example.com'])).toEqual([])
  expect(missingNames('::1, 192.0.2.7', ['localhost', '::1', '192.0.2.7'])).toEqual([])
  expect(missingNames('shop.lan', ['*.lan'])).toEqual(['shop.lan'])
})
test('a generated certificate gets the names, and an HTTPS listener runs with it', () => {
  const off = settingsSchema.parse({ https: { enabled: false } })
  const made = withCertificate(off, { kind: 'generated', names: [] }, 'shop.example.com')
  expect(made.certificate).toEqual({ kind: 'generated', names: ['shop.example.com'] })
  expect(made.https).toEqual({ ...off.https, enabled: true })
})
test('an imported one is taken as it is, and a further HTTPS listener is enough', () => {
  const settings = settingsSchema.parse({ https: { enabled: false }, listeners: [{ port: 8444 }] })
  const pfx = { kind: 'pfx', file: '/tmp/a.pfx' } as const
  expect(withCertificate(settings, pfx, 'x')).toEqual({ ...settings, certificate: pfx })
  expect(withCertificate(defaultSettings(), pfx, '').https.enabled).toBe(true)
})
