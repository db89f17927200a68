/** Switches that would open a debugging door, or drop the sandbox's neighbours, in a packaged app. */
export const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'ignore-certificate-errors',
  'host-rules',
  'proxy-server',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
] as const

/** The first refused switch that was given, or null. */
export const refusedSwitch = (given: (name: string) => boolean): string | null => REFUSED_SWITCHES.find(given) ?? null
