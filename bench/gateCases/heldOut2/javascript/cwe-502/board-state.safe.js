import Fastify from 'fastify';
import cookie from '@fastify/cookie';
import serialize from 'node-serialize';
import { games } from './games.js';

const fastify = Fastify({ logger: true });
await fastify.register(cookie);

class Snapshot {
  constructor(text) {
    this.text = text;
  }

  static fromBase64(value) {
    return new Snapshot(Buffer.from(value, 'base64').toString('utf8'));
  }

  restore() {
    const board = serialize.unserialize(this.text);
    if (!Array.isArray(board.cells)) throw new TypeError('cells');
    return board;
  }
}

const opening = serialize.serialize({ cells: Array(64).fill(0), turn: 'white' });

function snapshotFor(request) {
  const sent = request.cookies.board ?? '';
  const candidates = [new Snapshot(opening)];
  if (sent) candidates.push(Snapshot.fromBase64(sent));
  return candidates[0];
}

fastify.post('/boards/move', async (request, reply) => {
  const { from, to } = request.body ?? {};
  if (!Number.isInteger(from) || !Number.isInteger(to)) {
    return reply.code(400).send({ error: 'squares' });
  }
  let board;
  try {
    board = snapshotFor(request).restore();
  } catch (err) {
    request.log.info({ name: err.name }, 'board');
    return reply.code(422).send({ error: 'board' });
  }
  const result = games.move(board.cells, from, to);
  return { legal: result.legal, turn: board.turn };
});

export { fastify };
