import { Client } from "ldapts";
import { NextResponse } from "next/server";

const client = new Client({ url: "ldaps://directory.example.com" });

function escapeFilter(text: string): string {
  return text.replace(/[\\*()\0]/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

export async function GET(request: Request) {
  const group = new URL(request.url).searchParams.get("group") ?? "";
  const { searchEntries } = await client.search("ou=groups,dc=example,dc=com", {
    scope: "one",
    filter: "(&(objectClass=groupOfNames)(cn=" + escapeFilter(group) + "))",
    attributes: ["member"],
  });
  return NextResponse.json(searchEntries.map((entry) => entry.member));
}
