import { BroadcastChannel } from "node:worker_threads";

/** What threads tell the process they belong to. It does not keep either side running. */
export function threadReports(): BroadcastChannel {
  const channel = new BroadcastChannel("airlock.connections");
  channel.unref();
  return channel;
}
