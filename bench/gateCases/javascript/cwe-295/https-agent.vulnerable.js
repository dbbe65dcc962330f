const https = require("https");
const axios = require("axios");

const agent = new https.Agent({
  keepAlive: true,
  rejectUnauthorized: false,
});

async function balance(account) {
  const { data } = await axios.get(`https://bank.internal/accounts/${Number(account)}`, { httpsAgent: agent });
  return data.balance;
}

module.exports = { balance };
