const fs = require("fs");
const os = require("os");
const path = require("path");

function exportRows(rows) {
  const file = path.join(os.tmpdir(), "payroll-export.csv");
  fs.writeFileSync(file, rows.map((row) => row.join(";")).join("\n"));
  return file;
}

module.exports = { exportRows };
