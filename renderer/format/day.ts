/** Takes a moment (ms since 1970), gives its day where the user is, as 2025-11-12. */
export function today(now: number): string {
  const date = new Date(now)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
