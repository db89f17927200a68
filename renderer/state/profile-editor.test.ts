import { beforeEach, expect, test, vi } from 'vitest'
import type { ProfileDraft } from '../../shared/model/profile.ts'
import { bad, ProblemError } from '../../shared/protocol/errors.ts'
import type { ProfileView } from '../../shared/protocol/profiles.ts'
import type { Call } from '../link/client.ts'
import { isDirty } from './open-profile.ts'
import { emptyProfile } from './profile-draft.ts'
import { createProfileEditor } from './profile-editor.ts'
import { createUi } from './ui.ts'
import type { Confirmation, UiStore } from './ui.ts'

const stored = new Map<string, ProfileDraft>()
const view = (name: string): ProfileView => ({
  name,
  file: `/profiles/${name}.json`,
  readOnly: null,
  profile: stored.get(name) ?? emptyProfile(name),
  secrets: [],
  problem: null,
})
let asked: Confirmation[]
let said: string[]
const answers: Record<string, (params: never) => unknown> = {
  'profiles.read': ({ name }: { name: string }) => view(name),
  'profiles.save': ({ profile, previousName }: { profile: ProfileDraft; previousName: string | null }) => {
    if (profile.name === 'taken') throw new ProblemError(bad('profile-invalid', 'Taken.', { path: 'name' }).problem)
    if (previousName !== null) stored.delete(previousName)
    stored.set(profile.name, profile)
    return view(profile.name)
  },
  'profiles.delete': ({ name }: { name: string }) => (stored.delete(name), {}),
  'profiles.reveal': () => ({ secret: 'S3cret' }),
  'profiles.export': ({ name }: { name: string }) => ({ fileName: name, text: name, leftOut: 0, notes: [] }),
  'profiles.import': ({ text, as }: { text: string; as: string | null }) => {
    const name = as ?? text
    if (stored.has(name)) return { saved: null, clash: { name, suggestion: `${name} 2` }, notes: [] }
    stored.set(name, emptyProfile(name))
    return { saved: view(name), clash: null, notes: [] }
  },
}

function start() {
  // Sound: every method that the editor calls stands in the table above.
  const call = vi.fn(async (method: string, params: never) => answers[method]?.(params)) as unknown as Call
  ui = createUi({ now: () => 0, later: () => undefined, storage: { getItem: () => null, setItem: () => undefined } })
  return createProfileEditor({
    call,
    ui: {
      ...ui,
      say: (text) => void said.push(text),
      fail: ({ message }) => void said.push(message),
      confirm: (one) => void (one !== null && asked.push(one)),
    },
    names: () => [...stored.keys()],
  })
}
let ui: UiStore
let editor: ReturnType<typeof start>
const open = () => editor.store.getState().open
const answered = () => vi.waitFor(() => expect(open()?.previousName).not.toBeNull())

beforeEach(async () => {
  stored.clear()
  stored.set('Shop', { ...emptyProfile('Shop'), host: 'shop.example.com' })
  ;[asked, said] = [[], []]
  editor = start()
  editor.openStored('Shop')
  await vi.waitFor(() => expect(open()?.draft.name).toBe('Shop'))
})

test('a change is unsaved until it is saved or discarded', async () => {
  expect(isDirty(editor.store.getState())).toBe(false)
  editor.change({ host: 'other.example.com' })
  expect(isDirty(editor.store.getState())).toBe(true)
  editor.discard()
  expect(open()?.draft.host).toBe('shop.example.com')
  editor.change({ name: 'Renamed' })
  await editor.save()
  expect([...stored.keys()]).toEqual(['Renamed'])
  expect(isDirty(editor.store.getState())).toBe(false)
})

test('what would be lost is asked for first', async () => {
  editor.change({ host: 'other.example.com' })
  editor.openNew()
  expect(open()?.draft.name).toBe('Shop')
  expect(ui.store.getState().unsaved.profiles?.what).toBe('the profile “Shop”')
  ui.discardAndGo()
  expect(open()).toMatchObject({ previousName: null, draft: { name: 'New endpoint' } })
  editor.discard()
  expect(open()).toBeNull()
  expect(ui.store.getState().unsaved).toEqual({})
})

test('what is asked for can be saved first', async () => {
  editor.change({ host: 'other.example.com' })
  editor.openNew()
  await ui.saveAndGo()
  expect(stored.get('Shop')?.host).toBe('other.example.com')
  expect(open()?.draft.name).toBe('New endpoint')
})

test('a draft that does not hold is not sent, and a refusal stands at its member', async () => {
  editor.change({ path: 'no slash' })
  await editor.save()
  expect(said).toEqual([expect.stringContaining('need another look')])
  editor.change({ path: undefined, name: 'taken' })
  await editor.save()
  expect(open()?.refused).toEqual({ name: 'Taken.' })
  editor.change({ name: 'free' })
  expect(open()?.refused).toEqual({})
})

test('a shown secret is forgotten with the profile, a copied one is never shown', async () => {
  expect(await editor.secret('digest.salt')).toBe('S3cret')
  expect(editor.store.getState().revealed).toEqual({})
  await editor.reveal('digest.salt')
  expect(editor.store.getState().revealed).toEqual({ 'digest.salt': 'S3cret' })
  editor.hide('digest.salt')
  await editor.reveal('digest.salt')
  editor.discard()
  expect(editor.store.getState().revealed).toEqual({})
})

test('a file whose name is taken is taken in beside the other, when the user wants that', async () => {
  editor.importText('Shop')
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  asked[0]?.run()
  await vi.waitFor(() => expect(open()?.draft.name).toBe('Shop 2'))
  expect([...stored.keys()]).toEqual(['Shop', 'Shop 2'])
})

test('a copy and a deletion', async () => {
  editor.duplicate('Shop')
  await vi.waitFor(() => expect(open()?.draft.name).toBe('Shop copy'))
  editor.remove('Shop copy')
  asked[0]?.run()
  await vi.waitFor(() => expect(open()).toBeNull())
  expect([...stored.keys()]).toEqual(['Shop'])
})

test('a file that was changed elsewhere shows, unless something unsaved would be lost', async () => {
  stored.set('Shop', { ...emptyProfile('Shop'), host: 'new.example.com' })
  editor.refresh()
  await vi.waitFor(() => expect(open()?.draft.host).toBe('new.example.com'))
  editor.change({ host: 'mine.example.com' })
  stored.set('Shop', emptyProfile('Shop'))
  editor.refresh()
  await vi.waitFor(() => expect(open()?.notice).toContain('changed elsewhere'))
  expect(open()?.draft.host).toBe('mine.example.com')
  stored.clear()
  editor.refresh()
  expect(open()).toMatchObject({ previousName: null, draft: { host: 'mine.example.com' } })
  expect(open()?.notice).toContain('gone')
})

test('a profile that is gone without unsaved changes is closed', async () => {
  await answered()
  stored.clear()
  editor.refresh()
  expect(open()).toBeNull()
})

test('a guess becomes a new profile, or part of the one at the same place', async () => {
  const guess = {
    family: 'legacy',
    event: 'UNFREEZE',
    candidates: ['UNFREEZE'],
    confidence: 'high',
    reasons: [],
    host: 'shop.example.com',
    path: null,
    template: 'https://shop.example.com/cb?p={paymentId}',
    parameters: [],
    digest: null,
  } as const
  editor.openGuess(guess, 'UNFREEZE')
  await vi.waitFor(() => expect(open()?.draft.events).toHaveProperty('UNFREEZE'))
  expect(open()).toMatchObject({ previousName: 'Shop', draft: { name: 'Shop' } })
  expect(isDirty(editor.store.getState())).toBe(true)
  expect(editor.store.getState()).toMatchObject({ tab: 'templates', event: 'UNFREEZE' })
  editor.discard()
  editor.openGuess(
    { ...guess, host: 'other.example.com', template: 'https://other.example.com/cb?p={paymentId}' },
    'UNFREEZE',
  )
  await vi.waitFor(() => expect(open()?.draft.name).toBe('other.example.com'))
  expect(open()?.previousName).toBeNull()
})
