import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { useApp } from '../../app/use-app.ts'
import type { ProfileEditorState } from '../../state/open-profile.ts'

/** A piece of the profile editor's state; drawn again when that piece changes. */
export function useEditor<T>(pick: (state: ProfileEditorState) => T): T {
  return useStore(useApp().profiles.store, useShallow(pick))
}
