import { CALLBACK_PORT, CALLBACK_SOURCES, SOURCES_READ_ON } from '../facts/network.ts'

/** Where rules for the bank's addresses are needed. */
export const ALLOW_PLATFORMS = [
  { id: 'nginx', name: 'nginx' },
  { id: 'apache', name: 'Apache 2.4' },
  { id: 'iptables', name: 'iptables' },
  { id: 'nftables', name: 'nftables' },
  { id: 'ufw', name: 'ufw' },
  { id: 'aws', name: 'AWS security group' },
  { id: 'azure', name: 'Azure NSG' },
  { id: 'cloudflare', name: 'Cloudflare' },
] as const
export type AllowPlatform = (typeof ALLOW_PLATFORMS)[number]['id']

/** The networks that callbacks come from today: those without an end. */
export const currentSources: readonly string[] = CALLBACK_SOURCES.filter(({ until }) => until === null).map(
  ({ network }) => network,
)

const port = String(CALLBACK_PORT)
const plain = (network: string) => network.replace(/\/32$/, '')
/** With its length, where a platform takes nothing else. */
const whole = (network: string) => (network.includes('/') ? network : `${network}/32`)

type Writer = (networks: readonly string[]) => readonly string[]

const nginx: Writer = (networks) => [
  '# In the location of the callbacks.',
  ...networks.map((network) => `allow ${plain(network)};`),
  'deny all;',
]
const apache: Writer = (networks) => [
  '# In the <Location> of the callbacks.',
  '<RequireAny>',
  ...networks.map((network) => `    Require ip ${plain(network)}`),
  '</RequireAny>',
]
const iptables: Writer = (networks) =>
  networks.map((network) => `iptables -I INPUT -p tcp -s ${plain(network)} --dport ${port} -j ACCEPT`)
const nftables: Writer = (networks) => [
  '# Adds to the table "inet filter" with a chain "input"; change the names where yours differ.',
  `nft insert rule inet filter input ip saddr '{ ${networks.map(plain).join(', ')} }' tcp dport ${port} accept`,
]
const ufw: Writer = (networks) =>
  networks.map((network) => `ufw allow proto tcp from ${plain(network)} to any port ${port} comment 'Resurs callbacks'`)
const aws: Writer = (networks) => {
  const ranges = networks.map((network) => `{CidrIp=${whole(network)},Description="Resurs callbacks"}`).join(',')
  return [
    '# Put the id of the security group in.',
    'aws ec2 authorize-security-group-ingress --group-id sg-… \\',
    `  --ip-permissions 'IpProtocol=tcp,FromPort=${port},ToPort=${port},IpRanges=[${ranges}]'`,
  ]
}
const azure: Writer = (networks) => [
  '# Put resource group and security group in.',
  'az network nsg rule create --resource-group … --nsg-name … --name resurs-callbacks --priority 300 \\',
  `  --direction Inbound --access Allow --protocol Tcp --destination-port-ranges ${port} \\`,
  `  --source-address-prefixes ${networks.map(whole).join(' ')}`,
]
const cloudflare: Writer = (networks) => [
  '# A custom rule with the action "Skip" (WAF, rate limits, bot checks) and this expression; put your path in.',
  `(ip.src in {${networks.map(plain).join(' ')}} and starts_with(http.request.uri.path, "/callback"))`,
]

const WRITERS: Readonly<Record<AllowPlatform, Writer>> = {
  nginx,
  apache,
  iptables,
  nftables,
  ufw,
  aws,
  azure,
  cloudflare,
}

/**
 * Rules that let the bank's callbacks in, ready to paste; the first line says how old the list is. Only the single addresses, as
 * the bank asks: "Do not whitelist entire AWS ranges" (FAQ of the bank, "Your inbound traffic").
 */
export function allowRules(platform: AllowPlatform): string {
  const head = [
    `# Resurs Bank callbacks, list of ${SOURCES_READ_ON}.`,
    '# Compare it with the FAQ of the bank before use.',
  ]
  return [...head, ...WRITERS[platform](currentSources)].join('\n')
}
