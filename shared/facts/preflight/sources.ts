/* The sentences that the rules of the endpoint check rest on, from the editions of the bank's FAQ. */

const FAQ = 'FAQ of the bank'

export const PORT_443 = `${FAQ}: "All callbacks are sent via HTTPS (port 443)."`
export const NO_HTTP = `${FAQ}: "Resurs no longer support plain text callbacks at port 80"`
export const TLS_12 = `${FAQ}: "Resurs requires TLS 1.2 or higher." "Older TLS versions fail during handshake."`
export const CERTIFICATE = `${FAQ}: "Your site must use a valid and trusted certificate. The following are not accepted: self-signed, expired, revoked, wrong domain, missing chain, untrusted CA"`
export const TUNNELS = `${FAQ}: "Tools such as ngrok, LocalTunnel, or similar tunneling services … are blocked by Resurs' firewall." "tunneling tools, temporary URL services, or non-production proxy routes … may be automatically rejected"`
export const PRIVATE = `${FAQ}: "Private network ranges such as 192.168.0.0/16, 172.16.0.0/16 and 10.0.0.0/8 … Callback traffic to these addresses will always fail."`
export const NAMES = `${FAQ}: "Hostnames that rely on internal-only DNS … cannot be resolved by Resurs systems. A hostname must resolve through publicly reachable DNS to be accessible."`
export const PUBLIC_SITE = `${FAQ}: "Ensure that your site is publicly reachable, correctly configured in DNS, accessible without VPN requirements, not limited to a local network"`
export const IPV4 = `${FAQ}, edition of 2023-12-27: "if you run a site with IPv6 connectivity only … your solution will fail"`
export const DELIVERED =
  'Callbacks page of the bank: "If a status below 300 is returned to Resurs Bank that event will be considered delivered"; redirects (302, 303) are not followed'
export const FIVE_SECONDS = `${FAQ}, edition of 2023-12-27: "default callback timeout are set to 5 seconds as of april 24 2019"`
export const METHODS =
  'Callbacks page of the bank: "All callbacks are HTTP/GET\'s with the exception of BOOKED and UPDATE that are HTTP/POST\'s"; Merchant API callbacks are POST'
export const USER_AGENTS =
  'Callbacks page of the bank: "two different user-agents … Some hosting providers usually blocks traffic from clients that are identified as a Java client"'
export const BASIC_AUTH =
  'Registration page of the bank: HTTP Basic user and password can be given at registration; "Other authentication methods are not supported"'
export const INBOUND = `${FAQ}: "Check if your firewall or web server is restricting inbound requests." "These must be whitelisted: 192.121.110.100, 13.50.187.51, 51.21.32.255, 51.21.206.32, 51.21.39.192"`
export const TEMPLATE =
  'Callbacks page of the bank: the URL is a template whose {placeholders} are filled with the actual values; "Use safe characters in URLs"'
export const URL_STANDARD = 'RFC 3986 and the URL Standard: programs read such an address in different ways'
export const BASELINE = 'CA/Browser Forum baseline requirements; RFC 5280'
export const RFC_8446 = 'RFC 8446 §4.4.2 and RFC 5246 §7.4.2: each certificate certifies the one before it'
export const HTTP_GRAMMAR = 'RFC 9112: the grammar of an HTTP/1.1 answer'
