const express = require("express");
const ldap = require("ldapjs");

const router = express.Router();
const client = ldap.createClient({ url: "ldaps://directory.example.com" });

router.get("/people", (req, res) => {
  const uid = String(req.query.uid || "");
  const filter = `(&(objectClass=person)(uid=${uid}))`;
  client.search("ou=people,dc=example,dc=com", { filter, scope: "sub" }, (error, result) => {
    if (error) return res.status(502).json({ error: "directory" });
    const found = [];
    result.on("searchEntry", (entry) => found.push(entry.objectName));
    result.on("end", () => res.json(found));
  });
});

module.exports = router;
