const express = require('express');
const ldap = require('ldapjs');

const app = express();
app.use(express.json());
const BASE = 'ou=printers,dc=campus,dc=example';

function escapeFilter(value) {
  return String(value).replace(/[\\*()\0]/g, (c) => `\\${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

class Directory {
  constructor(url) {
    this.client = ldap.createClient({ url, timeout: 4000 });
  }

  search(filter, attributes) {
    return new Promise((resolve, reject) => {
      const options = { scope: 'sub', filter, attributes };
      this.client.search(BASE, options, (err, res) => {
        if (err) return reject(err);
        const found = [];
        res.on('searchEntry', (entry) => found.push(entry.pojo));
        res.on('error', reject);
        res.on('end', () => resolve(found));
      });
    });
  }
}

const directory = new Directory(process.env.LDAP_URL);

app.post('/printers/allowed', async (req, res) => {
  const { building, floor, group } = req.body;
  if (typeof building !== 'string' || typeof group !== 'string') {
    return res.status(400).json({ error: 'building and group' });
  }
  const level = Number.parseInt(floor, 10) || 0;
  const bag = new Map([
    ['building', building],
    ['group', group],
  ]);
  for (const [key, value] of [...bag]) bag.set(key, escapeFilter(value));
  const filter = `(&(objectClass=printer)(l=${bag.get('building')})(floor=${level})(acl=${bag.get('group')}))`;
  try {
    const printers = await directory.search(filter, ['cn', 'model']);
    return res.json({ printers });
  } catch (err) {
    console.error('directory', err.code);
    return res.status(502).json({ error: 'directory' });
  }
});

module.exports = app;
