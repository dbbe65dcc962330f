import { NextResponse } from "next/server";
import winston from "winston";

const logger = winston.createLogger({
  format: winston.format.printf(({ level, message }) => `${level}: ${message}`),
  transports: [new winston.transports.File({ filename: "app.log" })],
});

export async function POST(request: Request) {
  const { page, reason } = (await request.json()) as { page: string; reason: string };
  logger.info("reported " + page + " because " + reason);
  return NextResponse.json({ thanks: true });
}
