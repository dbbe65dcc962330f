const express = require('express');
const { benches, requireStaff } = require('./benches');

const app = express();
app.use(express.json({ limit: '32kb' }));

const isPlain = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

class Layout {
  constructor(defaults) {
    this.current = structuredClone(defaults);
  }

  blend(target, patch) {
    for (const key of Object.keys(patch)) {
      if (key === 'prototype') continue;
      const value = patch[key];
      if (isPlain(value)) {
        if (!isPlain(target[key])) target[key] = target[key] ?? {};
        this.blend(target[key], value);
      } else {
        target[key] = value;
      }
    }
    return target;
  }

  apply(patch) {
    this.current = this.blend(this.current, patch);
    return this;
  }
}

app.patch('/benches/:id/layout', requireStaff, async (req, res) => {
  const id = Number.parseInt(req.params.id, 10);
  if (!Number.isInteger(id) || !isPlain(req.body)) {
    return res.status(400).json({ error: 'layout' });
  }
  const bench = await benches.get(id);
  if (!bench) return res.status(404).json({ error: 'bench' });
  try {
    const layout = new Layout(bench.layout).apply(req.body);
    await benches.saveLayout(id, layout.current);
    return res.json({ id, zones: Object.keys(layout.current) });
  } catch (err) {
    console.error('layout', err.name);
    return res.status(500).json({ error: 'not saved' });
  }
});

module.exports = app;
