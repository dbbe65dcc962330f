import Database from "better-sqlite3";
import Fastify from "fastify";

const db = new Database("notes.db");
const app = Fastify();

class Notes {
  constructor(private readonly owner: number) {}

  tagged(tag: string) {
    return db.prepare(`SELECT id, text FROM notes WHERE owner = ${this.owner} AND tag = '${tag}'`).all();
  }
}

app.get<{ Params: { tag: string } }>("/notes/:tag", async (request) => {
  const notes = new Notes(1);
  return { notes: notes.tagged(request.params.tag) };
});

app.listen({ port: 3000 });
