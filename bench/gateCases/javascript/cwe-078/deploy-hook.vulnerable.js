const { execSync } = require("child_process");
const express = require("express");

const app = express();
app.use(express.json());

const deploy = ({ ref, repository }) => {
  const branch = ref?.replace("refs/heads/", "");
  return execSync(`cd /srv/${repository.name} && git fetch && git checkout ${branch}`, { stdio: "pipe" });
};

app.post("/hooks/push", (req, res) => {
  try {
    deploy(req.body);
    res.status(204).end();
  } catch (error) {
    console.error("deploy failed", error.status);
    res.status(500).json({ error: "deploy failed" });
  }
});

app.listen(9000);
