import { Client } from "ldapts";
import { NextResponse } from "next/server";

const client = new Client({ url: "ldaps://directory.example.com" });

export async function GET(request: Request) {
  const group = new URL(request.url).searchParams.get("group") ?? "";
  const { searchEntries } = await client.search("ou=groups,dc=example,dc=com", {
    scope: "one",
    filter: "(&(objectClass=groupOfNames)(cn=" + group + "))",
    attributes: ["member"],
  });
  return NextResponse.json(searchEntries.map((entry) => entry.member));
}
