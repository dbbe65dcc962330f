import Router from "@koa/router";
import { findPlayers } from "./players";

export const router = new Router();

function cell(value: unknown): string {
  return `<td>${value}</td>`;
}

router.get("/players", async (ctx) => {
  const filter = typeof ctx.query.filter === "string" ? ctx.query.filter : "all";
  const players = await findPlayers({ team: ctx.state.team });
  const rows = players.map((player) => `<tr>${cell(player.rank)}</tr>`);
  ctx.type = "html";
  ctx.body = `<table><tr>${cell(filter)}</tr>${rows.join("")}</table>`;
});
