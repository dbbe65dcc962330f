const mysql = require("mysql2/promise");

async function connect() {
  return mysql.createConnection({
    host: "10.20.0.5",
    user: "billing",
    password: "Wint3r-Kestrel!88",
    database: "billing",
  });
}

module.exports = { connect };
