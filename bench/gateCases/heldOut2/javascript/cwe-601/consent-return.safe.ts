import { NextRequest, NextResponse } from 'next/server';
import { recordConsent } from '@/server/consent';

const LANDING = '/account/consents';

class ReturnAddress {
  private readonly base: URL;

  constructor(base: string) {
    this.base = new URL(base);
  }

  parse(raw: string | null): URL | null {
    if (!raw) return null;
    try {
      return new URL(raw, this.base);
    } catch {
      return null;
    }
  }

  own(url: URL | null): boolean {
    return url !== null && url.origin === this.base.origin;
  }

  landing(): URL {
    return new URL(LANDING, this.base);
  }
}

function decision(value: FormDataEntryValue | null): 'granted' | 'denied' {
  return value === 'yes' ? 'granted' : 'denied';
}

export async function POST(req: NextRequest) {
  const form = await req.formData();
  const answer = decision(form.get('agree'));
  const address = new ReturnAddress(process.env.SITE_ORIGIN ?? 'https://allow.example');
  const back = address.parse(req.nextUrl.searchParams.get('back'));
  const help = address.parse(req.nextUrl.searchParams.get('help'));
  try {
    await recordConsent(String(form.get('purpose') ?? 'none'), answer);
  } catch (err) {
    console.error('consent not stored', err instanceof Error ? err.name : 'unknown');
    return NextResponse.json({ error: 'consent' }, { status: 503 });
  }
  if (back && address.own(back)) {
    return NextResponse.redirect(back, 303);
  }
  return NextResponse.redirect(address.landing(), 303);
}
