import { createHash } from "node:crypto";
import {
  BadGatewayException,
  BadRequestException,
  Body,
  Controller,
  Injectable,
  Logger,
  Post,
} from "@nestjs/common";

const HOSTS = ["img.imgstore.example", "cdn.imgstore.example"];
const LARGEST = 2 * 1024 * 1024;

interface AvatarRequest {
  picture: string;
  homepage?: string;
  alt?: string;
}

interface AvatarAnswer {
  digest: string;
  bytes: number;
  alt: string;
  homepage: string | null;
}

function allowed(url: URL): boolean {
  if (url.protocol !== "https:" || url.port !== "" || url.username !== "") return false;
  return HOSTS.some((host) => url.hostname === host);
}

@Injectable()
export class AvatarLoader {
  async load(url: URL): Promise<Uint8Array> {
    const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new BadGatewayException("no picture");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length > LARGEST) throw new BadRequestException("picture too large");
    return bytes;
  }
}

@Controller("avatars")
export class AvatarController {
  private readonly logger = new Logger("avatars");

  constructor(private readonly loader: AvatarLoader) {}

  @Post("digest")
  async digest(@Body() body: AvatarRequest): Promise<AvatarAnswer> {
    const url = this.parse(body.picture);
    if (!allowed(url)) throw new BadRequestException("unknown picture host");
    const bytes = await this.loader.load(url);
    const digest = createHash("sha256").update(bytes).digest("hex");
    this.logger.log(`avatar of ${bytes.length} bytes`);
    return { digest, bytes: bytes.length, alt: body.alt ?? "", homepage: body.homepage ?? null };
  }

  private parse(text: string): URL {
    try {
      return new URL(text);
    } catch {
      throw new BadRequestException("not an address");
    }
  }
}
