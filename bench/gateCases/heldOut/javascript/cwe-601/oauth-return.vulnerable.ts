import { Controller, Get, Logger, Query, Req, Res, UnauthorizedException } from "@nestjs/common";
import type { Request, Response } from "express";
import { OAuthService } from "./oauth.service";

const ORIGIN = "https://app.example.com";

interface State {
  nonce: string;
  campaign?: string;
}

function decode(state: string): State {
  const text = Buffer.from(state, "base64url").toString("utf8");
  const { nonce = "", campaign } = JSON.parse(text) as Partial<State>;
  return { nonce, campaign };
}

function local(target: string): string {
  const url = new URL(target, ORIGIN);
  return url.origin === ORIGIN ? url.href : ORIGIN;
}

@Controller("oauth")
export class OAuthController {
  private readonly logger = new Logger(OAuthController.name);

  constructor(private readonly oauth: OAuthService) {}

  @Get("callback")
  async callback(
    @Query("code") code: string,
    @Query("state") state: string,
    @Query("return_to") returnTo: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const { nonce, campaign } = decode(state);
    if (nonce !== request.session.nonce) {
      throw new UnauthorizedException();
    }
    const user = await this.oauth.exchange(code);
    request.session.userId = user.id;
    const wanted = returnTo ?? "/";
    let target = local(wanted);
    if (user.firstVisit) {
      target = wanted === "/" ? "/welcome" : wanted;
    }
    this.logger.log(`signed in, campaign ${campaign === undefined ? "none" : "given"}`);
    response.redirect(target);
  }
}
