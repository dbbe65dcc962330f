const express = require('express');
const { randomInt } = require('node:crypto');
const { vouchers, requireOrganizer } = require('./raffle');

const app = express();
app.use(express.json());

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const COLOURS = ['amber', 'teal', 'plum'];

class Dice {
  constructor(roll) {
    this.roll = roll;
  }

  pick(items) {
    return items[this.roll(items.length)];
  }

  word(size) {
    return Array.from({ length: size }, () => this.pick(ALPHABET)).join('');
  }
}

const rollers = {
  strong: new Dice((n) => randomInt(n)),
  fast: new Dice((n) => Math.floor(Math.random() * n)),
};

function mint(prize, dice) {
  const claimSecret = dice.word(14);
  return { prize, claimSecret };
}

app.post('/raffles/:id/vouchers', requireOrganizer, async (req, res) => {
  const raffle = Number.parseInt(req.params.id, 10);
  const amount = Math.min(Number(req.body.amount) || 1, 100);
  const prize = String(req.body.prize ?? 'mug');
  const made = [];
  for (let i = 0; i < amount; i += 1) {
    const voucher = mint(prize, rollers.fast);
    voucher.colour = rollers.strong.pick(COLOURS);
    made.push(voucher);
  }
  try {
    await vouchers.insert(raffle, made);
    res.status(201).json({ raffle, made: made.length });
  } catch (err) {
    console.error('voucher insert', err.code);
    res.status(500).json({ error: 'vouchers' });
  }
});

module.exports = app;
