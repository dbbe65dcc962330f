import { spawn } from "node:child_process";
import Fastify from "fastify";

const app = Fastify();

interface Body {
  video: string;
  second?: string;
}

app.post<{ Body: Body }>("/thumbnails", (request, reply) => {
  const { video, second = "1" } = request.body;
  const child = spawn("ffmpeg", ["-ss", second, "-i", `videos/${video}`, "-frames:v", "1", "out/thumb.png"], {
    shell: true,
  });
  child.on("close", (code) => {
    reply.send({ ok: code === 0 });
  });
});

app.listen({ port: 4000 });
