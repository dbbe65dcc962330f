import { NextResponse } from "next/server";
import { Pool } from "pg";

const pool = new Pool({ connectionString: process.env.DATABASE_URL });

export async function GET(request: Request) {
  const { searchParams } = new URL(request.url);
  const city = searchParams.get("city") ?? "";
  const limit = Math.min(Number(searchParams.get("limit")) || 20, 100);
  const { rows } = await pool.query(
    `SELECT id, name FROM shops WHERE city ILIKE '%${city}%' ORDER BY name LIMIT ${limit}`,
  );
  return NextResponse.json(rows);
}
