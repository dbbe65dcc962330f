import { readFileSync } from "node:fs";
import https from "node:https";

const options: https.ServerOptions = {
  key: readFileSync("server.key"),
  cert: readFileSync("server.crt"),
  minVersion: "TLSv1",
};

https
  .createServer(options, (_request, response) => {
    response.end("ok");
  })
  .listen(8443);
