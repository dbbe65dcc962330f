import net from "node:net";
import express from "express";

const app = express();
app.use(express.json());

const withoutBreaks = (value: string) => value.replace(/[\r\n]+/g, " ");

app.post("/devices/rename", (req, res) => {
  const { device, label } = req.body as { device: number; label: string };
  const socket = net.connect(8600, "devices.internal", () => {
    const head = [`PUT /devices/${Number(device)} HTTP/1.1`, "Host: devices.internal", `X-Label: ${withoutBreaks(label)}`];
    socket.end(`${head.join("\r\n")}\r\nContent-Length: 0\r\n\r\n`);
  });
  socket.on("error", () => res.status(502).json({ renamed: false }));
  socket.on("close", () => res.headersSent || res.json({ renamed: true }));
});

app.listen(3000);
