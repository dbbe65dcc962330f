import { NextRequest, NextResponse } from 'next/server';
import { loadQuiz } from '@/lib/quizzes';

export const dynamic = 'force-dynamic';

type Skin = { accent: string; font: string };

const skins: Record<string, Skin> = {
  chalk: { accent: '#f4f1de', font: 'Gaegu' },
  ink: { accent: '#1d3557', font: 'Lora' },
};

interface CardData {
  heading: string;
  player: string;
  score: number;
  skin: Skin;
}

function encode(raw: string): string {
  return raw.replace(/[^\w .-]/g, (c) => `&#${c.codePointAt(0)};`);
}

function renderCard(data: CardData): string {
  return [
    '<!doctype html><html><body>',
    `<main style="border-color:${data.skin.accent};font-family:${data.skin.font}">`,
    `<h1>${encode(data.heading)}</h1>`,
    `<p class="who">${data.player}</p>`,
    `<p class="score">${data.score}</p>`,
    '</main></body></html>',
  ].join('\n');
}

export async function GET(req: NextRequest) {
  const params = req.nextUrl.searchParams;
  const quiz = await loadQuiz(Number(params.get('quiz')));
  if (!quiz) {
    return NextResponse.json({ error: 'unknown quiz' }, { status: 404 });
  }
  const input = {
    player: params.get('player') ?? 'anonymous',
    skin: params.get('skin') ?? 'ink',
    score: Number(params.get('score') ?? 0),
  };
  const skin = input.skin === 'chalk' ? skins.chalk : skins.ink;
  const shown = { ...input, skin, heading: quiz.title, player: encode(input.player) };
  return new NextResponse(renderCard(shown), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}
