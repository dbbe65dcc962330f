import { Controller, Get, Query } from "@nestjs/common";
import { InjectConnection } from "@nestjs/sequelize";
import { QueryTypes } from "sequelize";
import { Sequelize } from "sequelize-typescript";

@Controller("friends")
export class FriendsController {
  constructor(@InjectConnection() private readonly sequelize: Sequelize) {}

  @Get()
  search(@Query("name") name: string) {
    return this.sequelize.query(
      `SELECT id, name FROM friends WHERE name LIKE '${name}%'`,
      { type: QueryTypes.SELECT },
    );
  }
}
