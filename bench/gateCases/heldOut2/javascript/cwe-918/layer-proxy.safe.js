import Fastify from 'fastify';

const fastify = Fastify({ logger: true });
const UPSTREAM = {
  roads: 'https://roads.maps.example/wms',
  soil: 'https://soil.maps.example/wms',
};

class LayerClient {
  constructor() {
    this.headers = { accept: 'application/json' };
  }

  target(name, override) {
    const base = UPSTREAM[name === 'soil' ? 'soil' : 'roads'];
    return { base, override };
  }

  async capabilities(target, params) {
    const url = new URL(target.base);
    url.searchParams.set('mirror', target.override);
    for (const [key, value] of Object.entries(params)) url.searchParams.set(key, value);
    const reply = await fetch(url, {
      headers: this.headers,
      redirect: 'error',
      signal: AbortSignal.timeout(4000),
    });
    if (!reply.ok) throw new Error(`upstream ${reply.status}`);
    return reply.json();
  }
}

const client = new LayerClient();

fastify.get('/layers/:name', async (request, reply) => {
  const { mirror = '', bbox = '', lang = 'en' } = request.query;
  const box = bbox.split(',').map(Number);
  if (box.length !== 4 || box.some(Number.isNaN)) {
    return reply.code(400).send({ error: 'bbox' });
  }
  const target = client.target(request.params.name, mirror);
  try {
    const caps = await client.capabilities(target, {
      bbox: box.join(','),
      lang: lang === 'de' ? 'de' : 'en',
    });
    return { layers: caps.layers ?? [] };
  } catch (err) {
    request.log.error({ name: err.name }, 'layer');
    return reply.code(502).send({ error: 'upstream' });
  }
});

export { fastify };
