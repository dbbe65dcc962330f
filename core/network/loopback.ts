/** Whether a canonical IP address ("127.0.0.1", "::1", "::ffff:127.0.0.1") stays on this machine's own loopback. */
export function isLoopbackAddress(address: string): boolean {
  return /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address) || address === "::1";
}

/** Whether an address stands for every address of the machine, the outward ones included. */
export function isAnyAddress(address: string): boolean {
  return address === "0.0.0.0" || address === "::" || /^::ffff:0\.0\.0\.0$/i.test(address);
}

/** The name that stands for this machine wherever it is asked for. */
export function isLocalhost(name: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(name);
}
