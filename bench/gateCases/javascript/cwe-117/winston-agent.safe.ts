import { NextResponse } from "next/server";
import winston from "winston";

const logger = winston.createLogger({
  format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
  transports: [new winston.transports.File({ filename: "app.log" })],
});

export async function POST(request: Request) {
  const { page, reason } = (await request.json()) as { page: string; reason: string };
  logger.info("reported " + page + " because " + reason);
  return NextResponse.json({ thanks: true });
}
