const express = require('express');
const helmet = require('helmet');
const { sightings } = require('./store');

const app = express();
app.use(helmet());
app.use(express.urlencoded({ extended: false }));

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function text(value) {
  return String(value).replace(/[&<>"']/g, (c) => ENTITIES[c]);
}

class Page {
  constructor(title) {
    this.title = title;
    this.rows = [];
  }

  row(label, value) {
    this.rows.push(`<tr><th>${label}</th><td>${value}</td></tr>`);
    return this;
  }

  toString() {
    return `<!doctype html><title>${this.title}</title><table>${this.rows.join('')}</table>`;
  }
}

app.post('/sightings', async (req, res, next) => {
  const { species = '', place = '', count = '1' } = req.body;
  const observer = req.get('x-observer') || 'guest';
  try {
    const seen = Math.max(1, Number.parseInt(count, 10) || 1);
    const id = await sightings.add({ species, place, seen, observer });
    const page = new Page('Thank you');
    page.row('Number', Number(id));
    page.row('Species', text(species));
    let spot = place;
    if (seen > 20) spot = `flock at ${place}`;
    spot = text(spot);
    page.row('Place', spot).row('Count', seen);
    res.status(201).type('html').send(String(page));
  } catch (err) {
    next(err);
  }
});

app.use((err, req, res, _next) => {
  console.error('sightings', err.code);
  res.status(500).json({ error: 'not saved' });
});

module.exports = { app };
