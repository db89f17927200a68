import type { CheckEntry } from './entry.ts'
import { CHECK_FINDINGS } from './codes.ts'
import { CHECK_ITEMS } from './items.ts'
import { TUNNELS_READ_ON } from './tunnels.ts'

const INTRODUCTION = `# Endpoint check

This page is made from the catalogue in \`shared/facts/preflight/\` by \`node scripts/write-findings.mjs\`; a test proves that it is current.

Callbacks that do not arrive are the most frequent trouble of all. The endpoint check looks at an address the way the bank's client would meet it, and
judges it by the bank's own checklist: in the window (Endpoint check, Ctrl/Cmd+7) or with \`callback-inspector check\` ([command line](command-line.md)).

| state of an item | meaning |
| --- | --- |
| pass | Looked at, and nothing speaks against it. |
| warning | Callbacks can arrive, but something deserves attention. |
| fails | Callbacks will not arrive. |
| cannot tell from here | Looked at, but not to be decided from this machine; or not to be looked at because of something above. |

The verdict is the worst of the findings. What cannot be told decides nothing.

## What is done

- **Without a network**: the address is taken apart as the URL Standard does, and every spelling of an address (decimal, octal, hexadecimal, short, IPv4
  inside of IPv6) is read. The list of tunnel and temporary-URL services is of ${TUNNELS_READ_ON}; the bank names ngrok and LocalTunnel "or similar".
- **DNS**: the name servers are asked for A and AAAA records, and the system for what this machine would use.
- **Connections**: to every address. The bank connects over IPv4: an IPv6 address alone decides nothing where there is an IPv4 one.
- **TLS**: hand-made hellos for TLS 1.0, 1.1, 1.2 and 1.3, for strong and for broken ciphers, with and without the server name. The chain is read exactly as
  presented, from the records of the handshake: libraries sort it, and Electron and Node call the same defect by different codes.
- **Revocation**: the stapled OCSP answer, the OCSP responder and the CRL that the certificate names. Answers count only with a good signature. A certificate
  cannot steer the check around in your network: only public addresses, or the one that is being checked, are asked.
- **Requests**: two, one with an ordinary and one with a Java user agent. Placeholders are filled with made-up values (a digest that matches nothing), so that
  a shop may rightly refuse them. No redirect is followed, nothing is inflated, no cookie kept.

Every step has a deadline, and so has the whole: 30 seconds.

## Rehearsal

With further roots (\`--ca\`), another place to connect to (\`--connect\`) or the switch "Rehearsal on our own listener" it is taken as given where the endpoint
lies: local name, private address, port and DNS decide nothing, and everything else is judged as the bank would. Names under \`.localhost\` and \`.test\` that
nobody knows then stand for this machine.

## What it does not prove

The check runs from one machine; firewalls and DNS may treat the bank differently. A finished check therefore lists commands for somebody outside. The listener's
own self-test through the public name, and a TEST callback of the bank, prove what the check cannot.

## Self-test through the public name

Give the public https address (by hand, or "Take from a profile") and press "Self-test" beside "Check" (command palette: "Self-test through the public name"; the card of
the listener has a button too; on the command line \`check --self-test\`). The app sends one GET to every address of the name, as a caller would: DNS, router or proxy, and
back to the listener. The request carries a number that is used once, no secret. A listener of ours that meets it notes over which peer, with which target and Host it came,
answers 204 itself (answer rules do not touch it), and **keeps nothing**: it is no callback. A second request with the same mark is a callback like any other, and is kept.

| outcome | meaning |
| --- | --- |
| arrived | Exactly this request reached our listener, and the caller got its 204. The peer is named; behind a proxy also for whom it says that it forwards. |
| altered | It arrived, but with another path or query: a proxy cuts a prefix off, puts one in front, or loses the query. Callbacks will come so too. |
| answer changed | It arrived and was answered, but the caller got something else. |
| plain HTTP on the HTTPS port | A proxy forwards without TLS to the port that wants it. |
| something else answers | Another server has the name, a proxy does not forward this path, or a router shows its own page when it is called from inside. |
| no answer, no TLS | The connection works, the rest does not. |
| not reached | Nobody takes the connection. Many routers do not let a network call its own public address (no hairpin NAT), so that this proves nothing about callers outside. |
| the name does not resolve | Or no name server answers this machine. |

An arrival proves that name, route and port forward lead to this listener, **seen from this network**. It does not prove that the bank's network gets through, nor that
callers outside take the same way. Where the name leads to this machine itself or to a private address (a hosts file, DNS of your own network) it says so. A certificate that
clients refuse is named, and the way is tested all the same.

## Letting the bank in

The panel shows the bank's callback addresses as rules for nginx, Apache, iptables, nftables, ufw, AWS security groups, Azure NSG and Cloudflare, with the day
of the list. Only the single addresses: the bank asks not to allow whole cloud networks.

An endpoint that wants a login is checked with the credentials of a profile: take its addresses with "Take from a profile" and switch "Send the login of …" on (on the
command line \`--profile FILE\`). They are sent over a trusted connection only, to no address that was changed by hand, and stand in no report.

## The listener's own certificate

The card of the listener, and Settings, Certificate, say which situation holds:

| standing | meaning |
| --- | --- |
| lab certificate | Made here, or by a company authority: real bank traffic will refuse it. Trust the local CA in your own programs (the settings hold the command for each system). |
| public certificate, complete | Leads to a public root, with its whole chain, and is valid. |
| the bank will refuse this certificate | One of the findings below; the sentence says which. |

The card always shows state and address. Press its head, with the mouse or Enter, for certificate, self-test, the last test through the public name, since when it
listens, last callback and last failed handshake (another trouble shows when it is newer); they are open from the start for the first listener, and for any whose
self-test failed.

A self-test calls each listener through its real socket at the start, every five minutes, after each change and on demand. It leaves no callback behind. When the files
of the certificate change, they are taken over for the handshakes to come; connections that are open are not touched. Files that cannot be used leave the
certificate before them in force, and a banner says so. Of a PEM file and of a PFX file alike the order of the chain, a missing issuer and certificates that do not belong
are said when it is taken in; of a PFX the chain is read from the wire of a handshake on loopback. Behind a reverse proxy use the plain HTTP listener on loopback, and name the proxy in the settings.

"Set up the certificate step by step" (command palette, the card of the listener, Settings, Certificate) leads from the names that callers use over making a certificate
here or taking one in, and how each system comes to trust the local CA, to a self-test through the real socket. Nothing changes before the second step is confirmed.

Beside the HTTPS and the plain HTTP listener, Settings, Listener takes up to 16 further ones (\`listeners\` in settings.json: \`name\`, \`scheme\`, \`enabled\`, \`host\`,
\`port\`), for another port, another address of this machine, or a proxy and direct callers at the same time (on the command line \`listen --listen ADDRESS:PORT\`). All HTTPS listeners have the same certificate. Each has a
card and a self-test of its own; what keeps one from listening stands at its field, and the others run.

A port below 1024 needs a permission on Linux: \`sudo sysctl net.ipv4.ip_unprivileged_port_start=443\`, or \`sudo setcap cap_net_bind_service=+ep PROGRAM\`.
`

const cell = (text: string) => text.replaceAll('|', '\\|')

const WEIGHTS = { warn: 'warning', fail: 'fails', unknown: 'cannot tell', note: 'note' } as const

function row(code: string, { weight, summary, explanation, advice, source }: CheckEntry): string {
  const cells = [`\`${code}\``, WEIGHTS[weight], `**${summary}** ${explanation}`, advice, source]
  return `| ${cells.map(cell).join(' | ')} |`
}

/** The text of docs/endpoint-check.md: what is done, what is not proved, and every finding by item. */
export function checkPage(): string {
  const all = Object.entries<CheckEntry>(CHECK_FINDINGS)
  const head = '| code | weight | meaning | what to do | source |\n| --- | --- | --- | --- | --- |'
  const sections = CHECK_ITEMS.flatMap(({ id, title }) => {
    const rows = all.filter(([, { item }]) => item === id).map(([code, entry]) => row(code, entry))
    return rows.length === 0 ? [] : [`### ${title}\n\n${head}\n${rows.join('\n')}\n`]
  })
  return [INTRODUCTION, '## Findings\n', ...sections].join('\n')
}
