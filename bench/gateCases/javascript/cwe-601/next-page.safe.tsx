import { redirect } from "next/navigation";
import { currentUser } from "../lib/session";

type Props = { searchParams: Promise<{ returnTo?: string }> };

const pages = new Set(["/dashboard", "/billing", "/team"]);

export default async function SignedIn({ searchParams }: Props) {
  const { returnTo = "/dashboard" } = await searchParams;
  const user = await currentUser();
  if (user) {
    redirect(pages.has(returnTo) ? returnTo : "/dashboard");
  }
  return <p>Please sign in.</p>;
}
