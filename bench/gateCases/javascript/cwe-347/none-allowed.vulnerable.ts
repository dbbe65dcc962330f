import { CanActivate, ExecutionContext, Injectable } from "@nestjs/common";
import jwt from "jsonwebtoken";

@Injectable()
export class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest();
    const token = String(request.headers["x-token"] ?? "");
    try {
      request.user = jwt.verify(token, "", { algorithms: ["none"] });
      return true;
    } catch {
      return false;
    }
  }
}
