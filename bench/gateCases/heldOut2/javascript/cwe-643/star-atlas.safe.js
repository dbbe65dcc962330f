const express = require('express');
const fs = require('node:fs');
const xpath = require('xpath');
const { DOMParser } = require('@xmldom/xmldom');

const app = express();
const SOURCE = '/srv/atlas/stars.xml';

class StarAtlas {
  constructor(file) {
    this.doc = new DOMParser().parseFromString(fs.readFileSync(file, 'utf8'), 'text/xml');
  }

  find(expression, variables = {}) {
    const parsed = xpath.parse(expression);
    return parsed.select({ node: this.doc, variables });
  }
}

const atlas = new StarAtlas(SOURCE);
const CLASSES = new Set(['O', 'B', 'A', 'F', 'G', 'K', 'M']);

function describe(node) {
  return { name: node.getAttribute('name'), mag: Number(node.getAttribute('mag')) };
}

app.get('/stars', (req, res) => {
  const group = String(req.query.constellation ?? 'Lyra');
  const spectral = String(req.query.class ?? 'A');
  const owner = String(req.query.catalogue ?? 'public');
  const faintest = Number.parseFloat(req.query.mag) || 6;
  const variables = { group, owner };
  let expression = `//star[@mag < ${faintest} and @con = $group`;
  if (CLASSES.has(spectral)) expression += ` and @class = "${spectral}"`;
  expression += ' and @catalogue = $owner]';
  try {
    const stars = atlas.find(expression, variables).slice(0, 100).map(describe);
    res.json({ constellation: group, stars });
  } catch (err) {
    console.error('atlas', err.name);
    res.status(400).json({ error: 'query' });
  }
});

module.exports = { app, StarAtlas };
