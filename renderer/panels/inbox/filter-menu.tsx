import type { ReactElement, ReactNode } from 'react'
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import Check from 'lucide-react/icons/check'
import type { InboxFilter } from '../../../shared/model/inbox.ts'
import { FAMILIES } from '../../../shared/model/callback.ts'
import { LIGHT_NAMES, LIGHT_STATES } from '../../../shared/model/verdict.ts'
import { FAMILY_WORDS } from '../../format/words.ts'
import { cx } from '../../kit/cx.ts'
import button from '../../kit/button.module.css'
import { LIGHT_WORDS, STATE_WORDS } from '../../kit/light.tsx'
import styles from './filter-menu.module.css'

interface Choice {
  readonly id: string
  readonly name: string
  readonly chosen: boolean
  readonly pick: () => void
}
interface Section {
  readonly title: string
  readonly choices: readonly Choice[]
}

interface Props {
  readonly label: string
  readonly icon: ReactNode
  readonly sections: readonly Section[]
}

/** A button that opens a list of things to tick. */
export function ChoiceMenu({ label, icon, sections }: Props): ReactElement {
  const all = sections.flatMap((section) => section.choices)
  return (
    <MenuTrigger>
      <Button className={cx(button['button'], button['icon'])} aria-label={label}>
        {icon}
      </Button>
      <Popover className={cx(styles['menu'], sections.length > 3 && styles['menuWide'])} placement="bottom end">
        <Menu aria-label={label} onAction={(key) => all.find((choice) => choice.id === key)?.pick()}>
          {sections.map((section) => (
            <MenuSection key={section.title} className={cx(styles['menuSection'])}>
              <Header className={cx(styles['menuTitle'])}>{section.title}</Header>
              {section.choices.map((choice) => (
                <MenuItem key={choice.id} id={choice.id} textValue={choice.name} className={cx(styles['menuItem'])}>
                  <span className={styles['tick']}>{choice.chosen && <Check size={14} aria-label="chosen" />}</span>
                  {choice.name}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

type Change = (filter: InboxFilter) => void

/** What can be filtered by, as ticks. */
export function filterSections(filter: InboxFilter, change: Change): readonly Section[] {
  const { kind, family, light, ...rest } = filter
  const keep = { kind, family, light }
  const put = (part: Partial<typeof keep>): void => {
    const next = { ...keep, ...part }
    change({
      ...rest,
      ...(next.kind === undefined ? {} : { kind: next.kind }),
      ...(next.family === undefined ? {} : { family: next.family }),
      ...(next.light === undefined ? {} : { light: next.light }),
    })
  }
  const kinds = [
    ['callback', 'Callbacks only'],
    ['connection', 'Connection events only'],
  ] as const
  const troubled = LIGHT_STATES.filter((state) => state === 'fail' || state === 'warn' || state === 'unchecked')
  return [
    {
      title: 'Kind',
      choices: kinds.map(([id, name]) => ({
        id,
        name,
        chosen: kind === id,
        pick: () => put({ kind: kind === id ? undefined : id }),
      })),
    },
    {
      title: 'Family',
      choices: FAMILIES.map((id) => ({
        id: `family-${id}`,
        name: FAMILY_WORDS[id],
        chosen: family === id,
        pick: () => put({ family: family === id ? undefined : id }),
      })),
    },
    ...LIGHT_NAMES.map((name) => ({
      title: `${LIGHT_WORDS[name].full} light`,
      choices: troubled.map((state) => {
        const chosen = light?.name === name && light.state === state
        return {
          id: `${name}-${state}`,
          name: `${LIGHT_WORDS[name].full} ${STATE_WORDS[state]}`,
          chosen,
          pick: () => put({ light: chosen ? undefined : { name, state } }),
        }
      }),
    })),
  ]
}

/** The chosen ones, as chips with their removal. */
export function filterChips(filter: InboxFilter, change: Change): readonly Choice[] {
  return filterSections(filter, change)
    .flatMap((section) => section.choices)
    .filter((choice) => choice.chosen)
}
