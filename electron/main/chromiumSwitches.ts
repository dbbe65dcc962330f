/** Nothing listens there. */
export const deadProxy = "socks5://127.0.0.1:9";

/** What Chromium is started with, so that it makes no connection of its own and could not if it wanted to. */
export const chromiumSwitches: readonly (readonly [name: string, value: string])[] = [
  // Its page comes through a protocol of our own, which asks neither a name server nor a proxy; nothing else has to.
  ["host-resolver-rules", "MAP * ~NOTFOUND"],
  ["proxy-server", deadProxy],
  // The machine itself is no exception, as it otherwise is.
  ["proxy-bypass-list", "<-loopback>"],
  // Its calls in the background: updates of components, reliability reports, sync, pings, metrics, crash upload.
  ["disable-background-networking", ""],
  ["disable-component-update", ""],
  ["disable-domain-reliability", ""],
  ["disable-sync", ""],
  ["disable-breakpad", ""],
  ["metrics-recording-only", ""],
  ["no-pings", ""],
  // Guesses at what could be needed next.
  ["dns-prefetch-disable", ""],
  ["disable-features", "NetworkTimeServiceQuerying,OptimizationHints,MediaRouter"],
  // Peers' datagrams go through the proxy or nowhere.
  ["force-webrtc-ip-handling-policy", "disable_non_proxied_udp"],
];
