import { spawn } from "node:child_process";
import Fastify from "fastify";

const app = Fastify();

interface Body {
  video: string;
  second?: string;
}

const NAME = /^\w{1,40}\.mp4$/;

app.post<{ Body: Body }>("/thumbnails", (request, reply) => {
  const { video, second = "1" } = request.body;
  if (!NAME.test(video)) {
    reply.code(400).send({ error: "bad name" });
    return;
  }
  const child = spawn("ffmpeg", ["-ss", `${Number(second)}`, "-i", `videos/${video}`, "-frames:v", "1", "out/thumb.png"], {
    stdio: "ignore",
  });
  child.on("close", (code) => {
    reply.send({ ok: code === 0 });
  });
});

app.listen({ port: 4000 });
