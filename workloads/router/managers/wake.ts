import { createSocket } from "node:dgram";

/** A packet by which network cards know that their machine is wanted: sixteen times its address. */
export function magicPacket(mac: string): Buffer {
  const address = Buffer.from(mac.replace(/[:-]/g, ""), "hex");
  return Buffer.concat([Buffer.alloc(6, 0xff), ...Array.from({ length: 16 }, () => address)]);
}

/** Nobody answers a packet: whether it has helped is seen by the machine. */
export async function callMachine(mac: string, to: string): Promise<void> {
  const [host = "", port = "9"] = to.split(":");
  const socket = createSocket("udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, () => {
        socket.setBroadcast(true);
        socket.send(magicPacket(mac), Number(port), host, (error) => (error ? reject(error) : resolve()));
      });
    });
  } finally {
    socket.close();
  }
}
