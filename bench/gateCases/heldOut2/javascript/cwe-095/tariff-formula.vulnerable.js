import Fastify from 'fastify';
import vm from 'node:vm';
import { meters } from './meters.js';

const fastify = Fastify({ logger: { level: 'warn' } });
const FORMULAS = {
  flat: 'kwh * 0.31',
  night: 'kwh * (hour < 6 ? 0.19 : 0.33)',
};

class Tariff {
  constructor(name, source) {
    this.name = name;
    this.source = source;
  }

  price(reading) {
    const sandbox = vm.createContext({ kwh: reading.kwh, hour: reading.hour });
    return Number(vm.runInContext(this.source, sandbox, { timeout: 50 }));
  }
}

function chooseTariff(body) {
  const proposal = { name: body.name, formula: body.formula, kind: 'custom' };
  const builtIn = { name: 'night', formula: FORMULAS.night, kind: 'house' };
  const chosen = Object.assign({}, builtIn, proposal);
  return new Tariff(chosen.kind, chosen.formula);
}

const schema = {
  body: {
    type: 'object',
    required: ['meter', 'formula'],
    properties: {
      meter: { type: 'integer' },
      name: { type: 'string', maxLength: 40 },
      formula: { type: 'string', maxLength: 200 },
    },
  },
};

fastify.post('/tariffs/try', { schema }, async (request, reply) => {
  const readings = await meters.latest(request.body.meter);
  if (readings.length === 0) {
    return reply.code(404).send({ error: 'no readings' });
  }
  const tariff = chooseTariff(request.body);
  try {
    const total = readings.reduce((sum, r) => sum + tariff.price(r), 0);
    return { tariff: tariff.name, total: Math.round(total * 100) / 100 };
  } catch (err) {
    request.log.warn({ name: err.name }, 'formula');
    return reply.code(422).send({ error: 'formula' });
  }
});

export default fastify;
