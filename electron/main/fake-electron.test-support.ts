import { vi } from 'vitest'

type Listener = (...args: never[]) => unknown

/** Keeps listeners by name and can be made to emit; stands in for Electron's event emitters. */
export function fakeEmitter() {
  const listeners = new Map<string, Listener[]>()
  return {
    on: vi.fn((name: string, listener: Listener) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener])
    }),
    /** Calls every listener of a name with the arguments. */
    emit: (name: string, ...args: unknown[]): void => {
      for (const listener of listeners.get(name) ?? []) listener(...(args as never[]))
    },
    names: (): string[] => [...listeners.keys()],
  }
}

/** An event whose default can be prevented. */
export const fakeEvent = () => ({ preventDefault: vi.fn() })

/** A fresh stand-in for the electron module that records what it is asked. */
export function fakeElectron() {
  const order: string[] = []
  const noted =
    <T>(name: string, result: T) =>
    (...args: unknown[]): T => {
      order.push(args.length > 0 && typeof args[0] === 'string' ? `${name} ${args[0]}` : name)
      return result
    }
  const switches = new Set<string>()
  return {
    order,
    switches,
    app: {
      isPackaged: false,
      commandLine: { hasSwitch: (name: string) => switches.has(name) },
      enableSandbox: vi.fn(noted('enableSandbox', undefined)),
      requestSingleInstanceLock: vi.fn(noted('lock', true)),
      setPath: vi.fn(noted('setPath', undefined)),
      exit: vi.fn(noted('exit', undefined)),
      // Never resolves: what follows is another module's business.
      whenReady: vi.fn(noted('whenReady', new Promise<void>(() => undefined))),
    },
    Menu: { setApplicationMenu: vi.fn(noted('menu', undefined)) },
    protocol: { registerSchemesAsPrivileged: vi.fn(noted('schemes', undefined)) },
  }
}
