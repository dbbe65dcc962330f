import { NextResponse } from "next/server";
import { database } from "../../../lib/database";

export async function GET() {
  try {
    const { rows } = await database.query("SELECT name, seats FROM courses ORDER BY name");
    return NextResponse.json(rows);
  } catch (error) {
    console.error("courses:", error);
    return new Response("Query failed", { status: 500 });
  }
}
