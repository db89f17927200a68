import { takesText } from './shortcuts.ts'

const TABBABLE =
  'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select:not(:disabled), summary, [tabindex="0"]'
/** What lies over the window gives the focus back by itself. */
const OVERLAY = '[role="dialog"], [role="alertdialog"], [role="listbox"], [role="menu"]'

/** Where the focus was: the element, what it stood in, and what stood before and behind it. */
interface Place {
  readonly element: Element
  readonly around: readonly Element[]
  readonly before: readonly HTMLElement[]
  readonly behind: readonly HTMLElement[]
}

function placeOf(element: Element): Place {
  const around: Element[] = []
  for (let outer = element.parentElement; outer !== null; outer = outer.parentElement) around.push(outer)
  const order = Array.from(document.querySelectorAll<HTMLElement>(TABBABLE)).filter(
    (one) => one.getAttribute('role') !== 'separator' && one.closest(OVERLAY) === null,
  )
  const side = (which: number) => order.filter((one) => (element.compareDocumentPosition(one) & which) !== 0)
  return {
    element,
    around,
    before: side(Node.DOCUMENT_POSITION_PRECEDING).toReversed(),
    behind: side(Node.DOCUMENT_POSITION_FOLLOWING),
  }
}

const isLost = ({ element }: Place): boolean => !element.isConnected || element.matches(':disabled')
/** A text field is no place to be moved to: the next plain key would be typed into it. */
const takesFocus = (one: HTMLElement): boolean => one.isConnected && !one.matches(':disabled') && !takesText(one)

/** A character that goes into a field: it takes no element away, and each would walk the whole window. Space may press a switch. */
const isTyped = ({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey && takesText(target)

/** The nearest element behind or before the lost one in what is left around it; the panel itself when there is none. */
function nextTo({ around, before, behind }: Place, home: HTMLElement): HTMLElement {
  for (const outer of around) {
    if (!outer.isConnected) continue
    if (outer.contains(home)) break
    const inside = (one: HTMLElement): boolean => outer.contains(one) && takesFocus(one) && one !== outer
    const near = behind.find(inside) ?? before.find(inside)
    if (near !== undefined) return near
  }
  return home
}

/**
 * Keeps the focus near where it was when its element goes: a row that is removed, a bar that has done its work, a button that is
 * disabled by what it did. Browsers let it fall to the top of the page then, and the next Tab begins at the edge of the window.
 * @param home where to go when nothing near is left: the panel
 * @returns the function that stops it
 */
export function keepFocus(home: HTMLElement): () => void {
  let place: Place | null = null
  let frame = 0
  const remember = (event: Event): void => {
    const { activeElement } = document
    if (event instanceof KeyboardEvent && isTyped(event)) return
    if (activeElement === null || activeElement === document.body || activeElement.closest(OVERLAY) !== null) return
    place = placeOf(activeElement)
  }
  const look = (): void => {
    frame = 0
    if (place === null || document.activeElement !== document.body || !isLost(place)) return
    if (document.querySelector(OVERLAY) !== null) return
    nextTo(place, home).focus({ preventScroll: true })
  }
  // A dialog gives the focus back a frame after it has gone.
  const later = (): void => {
    if (frame === 0 && document.activeElement === document.body && place !== null && isLost(place))
      frame = requestAnimationFrame(() => (frame = requestAnimationFrame(look)))
  }
  const changes = new MutationObserver(later)
  changes.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] })
  const signs = ['focusin', 'pointerdown', 'keydown'] as const
  for (const sign of signs) document.addEventListener(sign, remember, true)
  return () => {
    cancelAnimationFrame(frame)
    changes.disconnect()
    for (const sign of signs) document.removeEventListener(sign, remember, true)
  }
}
