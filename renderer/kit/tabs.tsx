import type { ReactElement, ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import { cx } from './cx.ts'
import styles from './tabs.module.css'

interface TabsProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly tabs: readonly { readonly id: T; readonly name: string; readonly content: () => ReactNode }[]
  readonly onChange: (id: T) => void
  /** Smaller, for tabs within a tab. */
  readonly pills?: boolean
}

/** Tabs; only the chosen one is drawn. */
export function Tabs<T extends string>({ label, value, tabs, onChange, pills = false }: TabsProps<T>): ReactElement {
  const choose = (key: unknown): void => {
    const tab = tabs.find((one) => one.id === key)
    if (tab !== undefined) onChange(tab.id)
  }
  return (
    <AriaTabs className={cx(styles['tabs'])} selectedKey={value} onSelectionChange={choose}>
      <TabList className={cx(styles['list'], pills && styles['pills'])} aria-label={label}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={cx(styles['tab'])}>
            {tab.name}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={cx(styles['panel'])}>
          {tab.id === value && tab.content()}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
