import { type Request, type Response, Router } from "express";
import { dataSource } from "./dataSource";
import { Member } from "./entities/member";

export const members = Router();

members.get("/members", async (req: Request, res: Response) => {
  const { name, group } = req.query as Record<string, string>;
  const builder = dataSource.getRepository(Member).createQueryBuilder("member");
  builder.where(`member.name = '${name}'`);
  if (group) {
    builder.andWhere("member.group = :group", { group });
  }
  const found = await builder.getMany();
  res.json(found.map(({ id, name }) => ({ id, name })));
});
