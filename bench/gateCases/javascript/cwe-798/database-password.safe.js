const mysql = require("mysql2/promise");

async function connect() {
  return mysql.createConnection({
    host: "10.20.0.5",
    user: "billing",
    password: process.env.BILLING_DB_PASSWORD,
    database: "billing",
  });
}

module.exports = { connect };
