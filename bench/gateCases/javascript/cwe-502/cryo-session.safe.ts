import Cryo from "cryo";
import type { FastifyInstance } from "fastify";

export class SessionCodec {
  decode(text: string): { cart: string[] } {
    return Cryo.parse(text);
  }
}

const codec = new SessionCodec();
const empty = '{"root":"_CRYO_OBJ_0","references":[{"contents":{"cart":[]},"value":"_CRYO_OBJECT_"}]}';

export async function sessions(app: FastifyInstance) {
  app.post<{ Body: { state: string } }>("/resume", async (request) => {
    const states = [request.body.state];
    states.unshift(empty);
    const { cart } = codec.decode(states[0]);
    return { items: cart.length };
  });
}
