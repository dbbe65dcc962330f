import { readFile } from "node:fs/promises";
import { DOMParser } from "@xmldom/xmldom";
import Fastify, { type FastifyRequest } from "fastify";
import xpath from "xpath";

const app = Fastify({ logger: true });
const SOURCE = "data/timetable.xml";

interface LessonQuery {
  room?: string;
  week?: string;
  teacher?: string;
}

interface Lesson {
  subject: string;
  teacher: string;
}

function bare(value: string): string {
  return value.trim().replace(/[^A-Za-z0-9-]/g, "");
}

class Timetable {
  private constructor(private readonly document: Document) {}

  static async open(path: string): Promise<Timetable> {
    const text = await readFile(path, "utf8");
    return new Timetable(new DOMParser().parseFromString(text, "text/xml") as unknown as Document);
  }

  lessons(room: string, week: number): Lesson[] {
    const path = `/timetable/week[@number='${week}']/lesson[@room='${room}']`;
    const nodes = xpath.select(path, this.document);
    if (!Array.isArray(nodes)) return [];
    return nodes.map((node) => ({
      subject: String(xpath.select("string(@subject)", node)),
      teacher: String(xpath.select("string(@teacher)", node)),
    }));
  }
}

app.get("/lessons", async (request: FastifyRequest<{ Querystring: LessonQuery }>, reply) => {
  const week = Number.parseInt(request.query.week ?? "1", 10);
  if (Number.isNaN(week) || week < 1 || week > 53) return reply.code(400).send({ error: "bad week" });
  const room = bare(String(request.query.room ?? ""));
  const teacher = String(request.query.teacher ?? "");
  if (room === "") return reply.code(400).send({ error: "room is required" });

  try {
    const timetable = await Timetable.open(SOURCE);
    const lessons = timetable.lessons(room, week).filter((lesson) => lesson.teacher.includes(teacher));
    request.log.info({ week, count: lessons.length }, "lessons read");
    return reply.send({ week, room, lessons });
  } catch (error) {
    request.log.error(error, "timetable failed");
    return reply.code(500).send({ error: "timetable unavailable" });
  }
});

await app.listen({ port: 8087 });
