import tls from "node:tls";

export function connect(host: string, port: number): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect(
      {
        host,
        port,
        servername: host,
        checkServerIdentity: () => undefined,
      },
      () => resolve(socket),
    );
    socket.once("error", reject);
  });
}
