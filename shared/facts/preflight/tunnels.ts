/** The day on which the list was last gone through. The bank publishes no list: it names ngrok and LocalTunnel "or similar". */
export const TUNNELS_READ_ON = '2026-11-21'

/** Named by the bank's FAQ (editions of 2023 to 2026-02-24): ngrok, LocalTunnel. The others are of the same kind. */
const TUNNELS = [
  'ngrok.io ngrok.com ngrok.app ngrok.dev ngrok.pizza ngrok.pro ngrok-free.app ngrok-free.dev ngrok-free.pizza',
  'loca.lt localtunnel.me localtunnel.com localhost.run lhr.life lhr.rocks lhrtunnel.link serveo.net serveousercontent.com',
  'telebit.io telebit.cloud telebit.app bore.pub bore.digital devtunnels.ms',
  'tunnelmole.net tunnelmole.com tunnelto.dev tunnel.pyjam.as trycloudflare.com cfargotunnel.com pagekite.me pagekite.net',
  'pinggy.io pinggy.link pinggy.online pinggy-free.link playit.gg ply.gg zrok.io localtonet.com',
  'localxpose.io loclx.io lclx.io expose.dev sharedwithexpose.com packetriot.net pktriot.net packetriot.com inlets.dev',
  'openport.io portmap.io portmap.host forwardhq.com fwd.wf burrow.io ultrahook.com beame.io jprq.io jprq.live',
  'jprq.site ts.net remote.it remote.moe srv.us sish.top tuns.sh localcan.dev loophole.site loophole.cloud',
  'app.github.dev githubpreview.dev gitpod.io gitpod.dev cloudshell.dev webcontainer.io csb.app replit.dev repl.co',
  'boringproxy.io portr.dev xtunnel.ru btunnel.co.in btunnel.in tunnelin.com',
  'tuna.am cpolar.cn cpolar.io cpolar.top natapp.cc natappfree.cc vaiwan.com sunny-ngrok.com',
]

/** Temporary-URL services: catch and show requests, or forward them. The FAQ: "temporary URL services". */
const TEMPORARY = [
  'webhook.site webhookinbox.com webhook.cool webhook-test.com typedwebhook.tools requestbin.com',
  'requestbin.net requestbin.io requestbin.org requestbin.cn pipedream.net hkdk.events hookdeck.com smee.io',
  'requestcatcher.com ptsv2.com ptsv3.com postb.in hookbin.com hookb.in beeceptor.com mockbin.org mockbin.io putsreq.com',
  'requestinspector.com requestrepo.com play.svix.com webhookrelay.com my.webhookrelay.com bin.webhookrelay.com runscope.net',
  'httpdump.app dump.rocks httpbin.org httpbin.dev interactsh.com oast.fun oast.live oast.me oast.online oast.pro oast.site',
  'burpcollaborator.net oastify.com canarytokens.com dnslog.cn ceye.io mocky.io mockapi.io',
]

/** Services whose names resolve to the address that stands in them, or to this machine. */
const ECHOING = ['nip.io sslip.io xip.io traefik.me backname.io ipq.co local-ip.co local-ip.sh my.local-ip.co']

/** Public names whose address is always the caller's own machine. */
const OWN_MACHINE = [
  'localtest.me lvh.me vcap.me lacolhost.com localho.st smackaho.st fuf.me',
  'localhost.direct local.gd loopback.website',
]

const words = (lines: readonly string[]): ReadonlySet<string> => new Set(lines.join(' ').split(' '))

export const TUNNEL_DOMAINS = words(TUNNELS)
export const TEMPORARY_DOMAINS = words(TEMPORARY)
export const ECHO_DOMAINS = words(ECHOING)
export const OWN_MACHINE_DOMAINS = words(OWN_MACHINE)

/** Last labels that no public DNS has: reserved names (RFC 2606, 6761, 6762, 7686, 8375, 9476) and what networks use inside. */
export const LOCAL_SUFFIXES: ReadonlySet<string> = words([
  'localhost local localdomain internal intranet private corp home lan test example invalid onion alt home.arpa',
  'workgroup fritz.box speedport.ip docker.internal svc.cluster.local mshome.net',
])
