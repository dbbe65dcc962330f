import { Injectable, type NestMiddleware } from "@nestjs/common";
import type { NextFunction, Request, Response } from "express";
import { DataSource } from "typeorm";

@Injectable()
export class TenantMiddleware implements NestMiddleware {
  constructor(private readonly dataSource: DataSource) {}

  async use(request: Request, _response: Response, next: NextFunction) {
    const tenant = request.headers["x-tenant"];
    if (tenant) {
      await this.dataSource.query("SET search_path TO " + tenant);
    }
    next();
  }
}
