const express = require("express");
const { MongoClient } = require("mongodb");

const client = new MongoClient(process.env.MONGO_URL);
const users = client.db("club").collection("users");
const app = express();
app.use(express.json());

app.post("/session", async (req, res) => {
  const { user, token } = req.body;
  const found = await users.findOne({ user, token });
  if (!found) {
    return res.status(401).json({ error: "unknown token" });
  }
  res.json({ id: found._id, user: found.user });
});

client.connect().then(() => app.listen(3000));
