/* Numbers, times and sizes as the window says them. Pure: the present is handed in. */

const two = (n: number): string => String(n).padStart(2, '0')
const three = (n: number): string => String(n).padStart(3, '0')
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString()
const dayOf = (d: Date): string => `${d.getDate()} ${MONTHS[d.getMonth()] ?? ''}`

/** Milliseconds since 1970 → local time of day with milliseconds, `10:42:07.318`. */
export function clockTime(at: number): string {
  const d = new Date(Math.floor(at))
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${three(d.getMilliseconds())}`
}

/** The time of a row: today with milliseconds, other days with the day and the minute. `at` and `now` in ms since 1970. */
export function rowTime(at: number, now: number): string {
  const d = new Date(at)
  return sameDay(d, new Date(now)) ? clockTime(at) : `${dayOf(d)} ${clockTime(at).slice(0, 5)}`
}

/** Day, year and time, for titles and details. `at` in ms since 1970. */
export function fullTime(at: number): string {
  const d = new Date(at)
  return `${dayOf(d)} ${d.getFullYear()}, ${clockTime(at)}`
}

/** Day and year. `at` in ms since 1970. */
export function calendarDay(at: number): string {
  const d = new Date(at)
  return `${dayOf(d)} ${d.getFullYear()}`
}

const trim = (n: number): string => (n < 10 ? n.toFixed(1).replace(/\.0$/, '') : String(Math.round(n)))

/** A length of time in milliseconds, in its natural unit: `320 ms`, `12 s`, `8.5 m`, `2 h`, `3 d`. */
export function span(ms: number): string {
  if (ms < 1000) return `${ms < 10 ? trim(ms) : Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${trim(seconds)} s`
  if (seconds < 3600) return `${trim(seconds / 60)} m`
  if (seconds < 86_400) return `${trim(seconds / 3600)} h`
  return `${trim(seconds / 86_400)} d`
}

/** The time from the row before to this one, `+12 s`; a clock that was set back gives `−3 s`. */
export function gap(earlier: number, later: number): string {
  const ms = later - earlier
  return ms < 0 ? `−${span(-ms)}` : `+${span(ms)}`
}

/** How long ago, in whole units: `just now`, `12 s ago`, `5 min ago`, `3 h ago`. */
export function ago(at: number, now: number): string {
  const seconds = (now - at) / 1000
  if (seconds < 1.5) return 'just now'
  if (seconds < 60) return `${Math.floor(seconds)} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`
  return `${Math.floor(seconds / 86_400)} d ago`
}

/** Whole days from now until then; negative when past. */
export function daysLeft(until: number, now: number): number {
  return Math.floor((until - now) / 86_400_000)
}

/** Bytes as people read them: `812 B`, `2.1 kB`, `3.4 MB`. Decimal units. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = -1
  do {
    value /= 1000
    unit += 1
  } while (value >= 999.5 && unit < units.length - 1)
  return `${value < 100 ? trim1(value) : Math.round(value)} ${units[unit] ?? ''}`
}
const trim1 = (n: number): string => n.toFixed(1).replace(/\.0$/, '')

/** A whole number with thin groups: `1,284`. */
export function count(n: number): string {
  return String(Math.trunc(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** `1 callback`, `2 callbacks`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`
}
