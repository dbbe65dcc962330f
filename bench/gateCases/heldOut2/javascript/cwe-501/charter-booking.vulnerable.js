const express = require('express');
const session = require('express-session');
const { boats, crews } = require('./fleet');

const app = express();
app.use(express.json());
app.use(
  session({
    secret: process.env.CHARTER_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { secure: true, httpOnly: true, sameSite: 'lax' },
  }),
);

class Draft {
  constructor(crew) {
    this.crew = crew;
    this.fields = {};
  }

  with(name, value) {
    this.fields[name] = value;
    return this;
  }

  saveTo(target) {
    target.crewId = this.crew.id;
    target.discount = this.fields.discount;
    target.boat = this.fields.boat;
  }
}

app.post('/charter/draft', async (req, res) => {
  const { crewCode, boat, discount, note } = req.body;
  const crew = await crews.findByCode(String(crewCode));
  const found = await boats.get(Number(boat));
  if (!crew || !found) {
    return res.status(404).json({ error: 'crew or boat' });
  }
  const draft = new Draft(crew).with('boat', found.id).with('note', String(note ?? ''));
  draft.with('claimed', crew.discount).with('discount', discount ?? crew.discount);
  draft.saveTo(req.session);
  console.info('draft for crew', crew.id);
  return res.status(201).json({ boat: found.name });
});

app.get('/charter/price', async (req, res) => {
  if (!req.session.boat) return res.status(409).json({ error: 'no draft' });
  const boat = await boats.get(req.session.boat);
  return res.json({ price: boat.price - req.session.discount });
});

module.exports = app;
