const axios = require("axios");

class PaymentClient {
  constructor(token) {
    this.http = axios.create({
      baseURL: "https://pay.example.com/v2",
      headers: { Authorization: `Bearer ${token}` },
    });
  }

  async charge(card, amount) {
    const { data } = await this.http.post("/charges", { card, amount });
    return data.id;
  }
}

module.exports = { PaymentClient };
