/** An address of a socket as it is shown and compared: an IPv4 address in IPv6 clothing (`::ffff:192.0.2.1`) as IPv4; '' for none. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/, '')
}
