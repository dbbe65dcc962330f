import Fastify from 'fastify';
import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { randomUUID } from 'node:crypto';

const execAsync = promisify(exec);
const fastify = Fastify({ logger: true });
const CLIPS = '/media/clips';
const SIZES = { small: '320x180', large: '1280x720' };

function quote(text) {
  return `'${String(text).replaceAll("'", `'\\''`)}'`;
}

class Still {
  constructor(clip) {
    this.clip = clip;
    this.flags = [];
    this.out = `/tmp/stills/${randomUUID()}.jpg`;
  }

  flag(name, value) {
    this.flags.push(`-${name} ${value}`);
    return this;
  }

  command() {
    return `ffmpeg ${this.flags.join(' ')} -i ${CLIPS}/${this.clip}.mp4 -frames:v 1 ${this.out}`;
  }
}

fastify.post('/clips/:id/still', async (request, reply) => {
  const clip = Number.parseInt(request.params.id, 10);
  if (!Number.isSafeInteger(clip)) {
    return reply.code(400).send({ error: 'clip' });
  }
  const { at = '0', size = 'small', caption = '' } = request.body ?? {};
  const still = new Still(clip);
  const title = quote(caption);
  still.flag('ss', quote(at)).flag('s', SIZES[size === 'large' ? 'large' : 'small']);
  try {
    await execAsync(still.command(), { timeout: 20_000 });
    request.log.info({ clip }, 'still made');
    return { file: still.out, title };
  } catch (err) {
    request.log.error({ code: err.code }, 'ffmpeg');
    return reply.code(500).send({ error: 'still' });
  }
});

export { fastify };
