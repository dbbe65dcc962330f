const express = require("express");
const ldap = require("ldapjs");

const app = express();
const BASE = "ou=badges,dc=plant,dc=example";
const DOMAINS = new Map([
  ["hall", "hall.plant.example"],
  ["yard", "yard.plant.example"],
]);

function escapeFilter(text) {
  return text.replace(/[\\*()\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

class Directory {
  constructor(url) {
    this.client = ldap.createClient({ url, timeout: 4000 });
  }

  search(filter, limit) {
    return new Promise((resolve, reject) => {
      const options = { scope: "sub", filter, sizeLimit: limit, attributes: ["cn", "badge"] };
      this.client.search(BASE, options, (error, result) => {
        if (error) return reject(error);
        const entries = [];
        result.on("searchEntry", (entry) => entries.push(entry.pojo));
        result.on("error", reject);
        result.on("end", () => resolve(entries));
      });
    });
  }

  close() {
    this.client.unbind();
  }
}

function principal(query) {
  const raw = String(query.uid ?? "");
  let uid = escapeFilter(raw);
  const domain = DOMAINS.get(String(query.site ?? ""));
  if (domain !== undefined) {
    uid = `${raw.toLowerCase()}@${domain}`;
  }
  return uid;
}

app.get("/badges", async (request, response) => {
  const color = escapeFilter(String(request.query.color ?? "green"));
  const uid = principal(request.query);
  if (uid === "") return response.status(400).json({ error: "uid is required" });

  const directory = new Directory("ldaps://directory.plant.example");
  try {
    const filter = `(&(objectClass=badgeHolder)(badgeColor=${color})(uid=${uid}))`;
    const entries = await directory.search(filter, 25);
    console.info("%d badges", entries.length);
    return response.json({ entries });
  } catch (error) {
    console.error("directory failed: %s", error.name);
    return response.status(502).json({ error: "directory unavailable" });
  } finally {
    directory.close();
  }
});

app.listen(8084);
