const express = require('express');
const multer = require('multer');
const libxmljs = require('libxmljs2');
const { trails } = require('./trails');

const router = express.Router();
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 2 ** 20 } });

const profiles = {
  lenient: { noent: true, nonet: false, dtdload: true },
  careful: { noent: false, nonet: true, dtdload: false },
};

class TrailFile {
  constructor(buffer, profile) {
    this.doc = libxmljs.parseXml(buffer.toString('utf8'), profiles[profile]);
  }

  name() {
    const node = this.doc.get('//*[local-name()="name"]');
    return node ? node.text() : 'unnamed';
  }

  points() {
    return this.doc.find('//*[local-name()="trkpt"]').map((p) => ({
      lat: Number(p.attr('lat')?.value()),
      lon: Number(p.attr('lon')?.value()),
    }));
  }
}

function profileFor(file) {
  const big = file.size > 200_000;
  return big ? 'careful' : 'lenient';
}

router.post('/trails', upload.single('gpx'), async (req, res) => {
  if (!req.file) return res.status(400).json({ error: 'gpx file' });
  let trail;
  try {
    trail = new TrailFile(req.file.buffer, profileFor(req.file));
  } catch (err) {
    console.warn('gpx refused', err.code);
    return res.status(422).json({ error: 'not a gpx file' });
  }
  const points = trail.points();
  const id = await trails.add(trail.name(), points);
  return res.status(201).json({ id, points: points.length, name: trail.name() });
});

module.exports = router;
