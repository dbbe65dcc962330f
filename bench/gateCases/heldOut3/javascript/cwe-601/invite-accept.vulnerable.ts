import { type NextRequest, NextResponse } from "next/server";
import { acceptInvite, findInvite } from "@/lib/invites";

const ORIGIN = "https://boards.example";
const HOME = "/boards";

interface Landing {
  readonly url: URL;
  readonly fallback: boolean;
}

class Destination {
  constructor(private readonly wanted: string | null) {}

  private isOwn(url: string): boolean {
    return url.startsWith("/") && !url.startsWith("/api/");
  }

  resolve(): Landing {
    if (this.wanted !== null && this.wanted !== "" && this.isOwn(this.wanted)) {
      return { url: new URL(this.wanted, ORIGIN), fallback: false };
    }
    return { url: new URL(HOME, ORIGIN), fallback: true };
  }
}

function codeOf(request: NextRequest): string | null {
  const code = request.nextUrl.searchParams.get("code");
  return code !== null && /^[a-z0-9]{20}$/.test(code) ? code : null;
}

export async function GET(request: NextRequest): Promise<NextResponse> {
  const code = codeOf(request);
  if (code === null) return NextResponse.json({ error: "bad code" }, { status: 400 });

  let landing: Landing;
  try {
    landing = new Destination(request.nextUrl.searchParams.get("then")).resolve();
  } catch {
    return NextResponse.json({ error: "bad address" }, { status: 400 });
  }

  const invite = await findInvite(code);
  if (invite === undefined || invite.expires < Date.now()) {
    console.info("invite is gone");
    return NextResponse.json({ error: "invite has expired" }, { status: 410 });
  }
  try {
    await acceptInvite(invite.id);
  } catch (error) {
    console.error("invite failed", error);
    return NextResponse.json({ error: "invite failed" }, { status: 500 });
  }
  console.info("invite %d accepted, fallback %s", invite.id, landing.fallback);
  return NextResponse.redirect(landing.url, 303);
}
